// Usage: what the `nighthall` command can do, and how a wrong call is answered.

export const usage = `nighthall COMMAND

  start [--data DIR] [--browser]     central, simulated hall, controller and kiosk window on this machine
  demo [--json] [--keep DIR]         plays a whole night without a screen and prints a timeline
  controller --site FILE --data DIR  the controller of one kiosk, as the shell starts it
  decode KIND HEX [--from host|device] [--unmasked]
                                     KIND: id-card, lock-8a, escpos-status, modbus; one JSON object a frame
  audit verify --data DIR            checks the audit log from the first row to the last
  help                               this text

Exit codes: 0 done, 1 it failed, 2 the call was wrong.
`;

/** A call that cannot be carried out as it was written. */
export class UsageError extends Error {}
