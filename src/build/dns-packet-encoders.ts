// The part of dns-packet that encodes queries: without its decoders (src/dns/message.ts says why), the codecs of records that no
// query carries, and the lengths of what it would allocate, which is here for the caller. Whole, the package puts the background over
// its budget (check-sizes.ts). Statements are picked by the syntax tree, and nothing that is left may name something that went: then
// the build stops.

import { parseAst } from 'vite';
import type { Edit } from './package-edits.ts';

/** By their names in the package's source; `exports` encodes whole messages, `runknown` is any record as bytes. */
const KEPT_CODECS = ['exports', 'header', 'name', 'question', 'answer', 'ropt', 'roption', 'runknown'];

/** Of the codecs that are kept; of the lengths, only those of options are asked for by an encoder that has a buffer. */
const isLeftOut = (codec: string, member: string): boolean =>
  ['decode', 'streamEncode', 'streamDecode'].includes(member) || (member === 'encodingLength' && codec !== 'roption');

/** Addresses as text: no query holds one. */
const DROPPED_MODULE = 'ip';

/** The edit of index.js. */
export const encodersOf: Edit = (code, packageId) => {
  const { body } = parseAst(code);
  const codecs = body.flatMap((statement) => codecDeclared(statement) ?? []);
  const missing = KEPT_CODECS.find((codec) => codec !== 'exports' && !codecs.includes(codec));
  if (missing !== undefined) throw new Error(`${packageId}: index.js has no codec ${missing}`);
  const dropped = [...codecs.filter((codec) => !KEPT_CODECS.includes(codec)), DROPPED_MODULE];

  const kept = body.filter((statement) => {
    const [root = codecDeclared(statement), member = ''] = memberAssigned(statement);
    if (root === undefined) return true;
    return !dropped.includes(root) && !(KEPT_CODECS.includes(root) && isLeftOut(root, member));
  });
  const encoders = withoutUnused(withoutCases(textOf(code, kept), dropped));
  const named = namesIn(parseAst(encoders));
  const stray = dropped.find((codec) => named.has(codec));
  if (stray !== undefined) throw new Error(`${packageId}: what encodes queries needs ${stray}, which the build drops`);
  return encoders;
};

/** The edit of a table that goes from words to numbers and back: numbers alone are written. */
export const numbersOf: Edit = (code, packageId) => {
  const { body } = parseAst(code);
  const kept = body.filter((statement) => memberAssigned(statement).join('.') !== 'exports.toString');
  if (kept.length !== body.length - 1)
    throw new Error(`${packageId}: a table has no words for its numbers to leave out`);
  return textOf(code, kept);
};

type Program = ReturnType<typeof parseAst>;
type Statement = Program['body'][number];
type Span = Pick<Statement, 'start' | 'end'>;

const textOf = (code: string, spans: readonly Span[]): string =>
  spans.map(({ start, end }) => `${code.slice(start, end)}\n`).join('');

/** `const x = {}`, `const x = exports.y = {}` or `const x = exports.y = z`: an object that functions are then put into. */
function codecDeclared(statement: Statement): string | undefined {
  if (statement.type !== 'VariableDeclaration') return undefined;
  const [declared] = statement.declarations;
  let value = declared?.init;
  const isExported = value?.type === 'AssignmentExpression';
  while (value?.type === 'AssignmentExpression') value = value.right;
  const isCodec = value?.type === 'ObjectExpression' || (isExported && value?.type === 'Identifier');
  return isCodec && declared?.id.type === 'Identifier' ? declared.id.name : undefined;
}

/** `['name', 'encode']` of `name.encode = …` and of `name.encode.bytes = …`. */
function memberAssigned(statement: Statement): string[] {
  if (statement.type !== 'ExpressionStatement' || statement.expression.type !== 'AssignmentExpression') return [];
  const path: string[] = [];
  let target: { type: string } = statement.expression.left;
  while (isMember(target)) {
    path.unshift(target.property.name);
    target = target.object;
  }
  return 'name' in target && typeof target.name === 'string' ? [target.name, ...path] : [];
}

interface Member {
  type: 'MemberExpression';
  object: { type: string };
  property: { name: string };
}
const isMember = (node: { type: string }): node is Member => node.type === 'MemberExpression';

/** A case of a switch that names something that is dropped goes with it. */
function withoutCases(code: string, dropped: readonly string[]): string {
  const spans: Span[] = [];
  walk(parseAst(code), (node) => {
    if (node.type === 'SwitchCase' && dropped.some((name) => namesIn(node).has(name))) spans.push(node as never);
  });
  return spans.reduceRight((rest, { start, end }) => rest.slice(0, start) + rest.slice(end), code);
}

/** Without the functions and required modules that nothing names any more. */
function withoutUnused(code: string): string {
  const program = parseAst(code);
  const named = namesIn(program);
  const kept = program.body.filter((statement) => {
    const isUnused = (name: string | undefined) => name !== undefined && !named.has(name);
    if (statement.type === 'FunctionDeclaration') return !isUnused(statement.id?.name);
    if (statement.type !== 'VariableDeclaration') return true;
    const [declared] = statement.declarations;
    return (
      declared?.init?.type !== 'CallExpression' || declared.id.type !== 'Identifier' || !isUnused(declared.id.name)
    );
  });
  return textOf(code, kept);
}

/** Identifiers that are read or called anywhere: not those that are declared, nor the names of members. */
function namesIn(tree: object): Set<string> {
  const names = new Set<string>();
  walk(tree, (node, key, parent) => {
    if (node.type !== 'Identifier') return;
    const isDeclared = key === 'id';
    const isMemberName = key === 'property' && !(parent as { computed?: boolean }).computed;
    if (!isDeclared && !isMemberName) names.add(node.name as string);
  });
  return names;
}

type Node = { type: string } & Record<string, unknown>;

function walk(node: object, visit: (node: Node, key: string, parent: object) => void): void {
  for (const [key, value] of Object.entries(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (typeof child !== 'object' || child === null || !('type' in child)) continue;
      visit(child as Node, key, node);
      walk(child, visit);
    }
  }
}
