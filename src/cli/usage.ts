// Usage: what the `nighthall` command can do, and how a wrong call is answered.

export const usage = `nighthall COMMAND

  start [--data DIR] [--browser]     central, simulated hall, controller and kiosk window on this machine
  demo [--json] [--keep DIR]         plays a whole night without a screen and prints a timeline
  controller --site FILE --data DIR  the controller of one kiosk, as the shell starts it
  decode KIND HEX|- [--from host|device] [--unmasked]
                                     explains bytes, one JSON object a frame; decode --list tells every KIND
  encode KIND JSON|-                 the bytes of the frame that decode would tell like this; - reads one a line
  hw list | find --port PORT         serial ports and HID devices; lock boards on a wire (only asks, opens nothing)
  hw status|test|watch|read|open N|print-test DEVICE [--seconds N] [--trace] [--record FILE] [--unmasked]
                                     DEVICE: --site FILE --device NAME, or --driver DRIVER --port PORT [--set KEY=VALUE]…
                                     PORT: serial:PATH[@SPEED], usb:VID:PID[:SERIAL][@SPEED], tcp:HOST:PORT, hid:VID:PID
  hw wizard --port PORT [--site FILE] [--resume FILE] [--out DIR]
                                     learns the wiring of a cabinet cell by cell and writes the acceptance record
  hw replay FILE                     gives a recorded trace to the simulator and compares the answers
  hw simulate --driver DRIVER --port PORT [--set KEY=VALUE]… [--seed N]
                                     a device without hardware on that port; hands on standard input
  audit verify --data DIR            checks the audit log from the first row to the last
  verify-proof FILE [--central URL] [--data DIR]
                                     asks central whether the proof in that PDF is genuine: the code in it, and the file
                                     where central knows it; without --central the one of DIR/site.json
  verify-drop-off SLIP [--central URL] [--data DIR]
                                     asks central about the receipt of papers left in a cell; SLIP: the text of the QR code,
                                     or the receipt number
  help                               this text

Exit codes: 0 done, 1 it failed, 2 the call was wrong.
`;

/** A call that cannot be carried out as it was written. */
export class UsageError extends Error {}
