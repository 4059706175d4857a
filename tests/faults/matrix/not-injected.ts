// Not injected: rows of the matrix that nobody can break here without the thing itself, and why.

import type { NotInjected } from './fault.ts';

export const notInjected: readonly NotInjected[] = [
  {
    id: '6',
    title: 'a power cut that loses what was not synced',
    why: 'this kernel has no device that drops writes; tests/faults/crash-states opens every image that a cut may leave',
  },
  { id: '7', title: 'a power cut that loses some of it', why: 'as 6' },
  { id: '8', title: 'a power cut that tears sectors', why: 'as 6; a journal cut at any byte is 17-wal' },
  { id: '9', title: 'an fsync that lies', why: 'shows only after a power cut, as 6; a database that knows less is 19' },
  {
    id: '36',
    title: 'a serial port that comes back under another name',
    why: 'the simulated lines are TCP ports, and pseudo-terminals carry no identity of a USB adapter',
  },
  { id: '42', title: 'a HID device that vanishes', why: 'needs uhid, which this kernel has no module for' },
  {
    id: '48-packets',
    title: 'lost packets',
    why: 'TCP hides them from the programs; resets at the same rate are 48-resets, a slow line is 52',
  },
  { id: '69', title: 'an update that is killed', why: 'the product has no updater yet' },
  { id: '71', title: 'a year of logs', why: 'needs a year of wall time; the bound of the log files is 71-log' },
];
