// Entry of the background: the real platform, started. Nothing else, so that everything else runs in tests.

import { backgroundPlatform } from '../platform/background-platform.ts';
import { startBackground } from './start.ts';

startBackground(backgroundPlatform());
