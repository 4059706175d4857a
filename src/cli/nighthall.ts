#!/usr/bin/env node
// The `nighthall` command: finds the command that was asked for and turns its failure into words and an exit code.

import { UsageError, usage } from './usage.ts';

type Command = (args: readonly string[]) => Promise<number>;

const commands: Readonly<Record<string, () => Promise<Command>>> = {
  start: async () => (await import('./start.ts')).start,
  demo: async () => (await import('./demo.ts')).demo,
  controller: async () => (await import('./controller.ts')).controller,
  decode: async () => (await import('./decode.ts')).decode,
  encode: async () => (await import('./encode.ts')).encode,
  hw: async () => (await import('./hw.ts')).hw,
  audit: async () => (await import('./audit.ts')).audit,
  'verify-drop-off': async () => (await import('./verify-drop-off.ts')).verifyDropOff,
  'verify-proof': async () => (await import('./verify-proof.ts')).verifyProof,
};

async function main([name, ...args]: readonly string[]): Promise<number> {
  if (name === undefined || name === 'help' || name === '--help') {
    process.stdout.write(usage);
    return name === undefined ? 2 : 0;
  }
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (load === undefined) throw new UsageError(`there is no command "${name}"`);
  const command = await load();
  return command(args);
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const misused =
      error instanceof UsageError ||
      (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'));
    process.stderr.write(
      misused
        ? `nighthall: ${error.message}\n\n${usage}`
        : `nighthall: ${error instanceof Error ? error.stack : String(error)}\n`,
    );
    process.exitCode = misused ? 2 : 1;
  },
);
