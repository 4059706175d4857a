// Not injected: rows of the matrix that nobody can break here without the thing itself, and why.

import type { NotInjected } from './fault.ts';

export const notInjected: readonly NotInjected[] = [];
