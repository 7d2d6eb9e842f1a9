import type { Grant } from './lab-browser.ts';

export function watchConsole(extensionId: string, uuid: string): void;
export function readConsoleErrors(): string[];
export function watchContacts(uuid: string): void;
export function readContacts(): string[];
export function stopBackground(extensionId: string): Promise<void>;
export function setEnabled(extensionId: string, on: boolean): Promise<void>;
export function reloadExtension(extensionId: string): Promise<void>;
export function restoreClosed(url: string): boolean;
export function splitView(first: number, second: number): void;
export function changePermissions(extensionId: string, grant: Grant, add: boolean): Promise<void>;
/** False: no prompt came. */
export function answerPrompt(accept: boolean, timeoutMs: number): Promise<boolean>;
/** Null: the popup did not come. */
export function openToolbarPopup(
  extensionId: string,
  timeoutMs: number,
): Promise<{ widthPx: number; heightPx: number } | null>;
export function closeToolbarPopup(): void;
export function pictureToolbarPopup(extensionId: string): Promise<string>;
export function evaluateInView(
  extensionId: string,
  viewType: 'background' | 'popup',
  expression: string,
  wake: boolean,
): Promise<string>;
export function measureBackgroundHeap(extensionId: string): Promise<number>;
export function allowInPrivateWindows(extensionId: string): Promise<void>;
export function changeTrrMode(mode: number): void;
/** Null when it was chosen, else what the menu holds instead. */
export function chooseInMenu(extensionId: string, timeoutMs: number): Promise<string | null>;
export function enterInAddressBar(keyword: string, words: string): void;
export function setDark(on: boolean): void;
export function setForcedColors(on: boolean): void;
