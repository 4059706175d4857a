// Conversations: every driver that speaks over a line of bytes.

import { conversationTarget } from './conversation-run.ts';
import { doorConversations } from './door-talks.ts';
import { printerConversation } from './printer-talk.ts';
import { readerConversation } from './reader-talk.ts';
import { scannerConversations } from './scanner-talks.ts';
import { supplyConversation } from './supply-talk.ts';
import type { FuzzTarget } from './target.ts';

export const conversations: readonly FuzzTarget[] = [
  ...doorConversations,
  readerConversation,
  printerConversation,
  ...scannerConversations,
  supplyConversation,
].map(conversationTarget);
