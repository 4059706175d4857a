// Simulator of a NUT server with one supply, and of the hands that pull the mains or the supply's own cable.

import { joinBytes } from '../../../src/base/bytes.ts';
import type { Clock } from '../../../src/base/clock.ts';
import type { Undo } from '../../../src/base/undo.ts';
import type { Simulator, Wire } from '../../transport/wire.ts';
import { decodeNutRequest, encodeNutLine, longestLine, type NutLine, type NutRequest } from './protocol.ts';

export interface SimulatedSupply {
  readonly ups: string;
  readonly account?: { readonly user: string; readonly password: string };
}

export interface NutFaults {
  /** Answers nothing. */
  dead?: boolean;
  /** Answers every question with this error. */
  error?: string;
  /** Answers this much later. */
  lateMs?: number;
  /** Answers with the values of a supply of another name. */
  otherUps?: string;
}

export interface NutSimulator extends Simulator {
  readonly faults: NutFaults;
  /** What was asked, in order; never a password. */
  readonly asked: readonly NutRequest['ask'][];
  simulateStatus(status: string): void;
  simulateVariable(variable: string, value: string | undefined): void;
  simulatePowerCut(battery: { readonly charge: number; readonly runtimeSeconds: number; readonly low?: boolean }): void;
  simulateMainsBack(): void;
}

export function createNutSimulator(options: SimulatedSupply & { readonly clock: Clock }): NutSimulator {
  const { ups, account, clock } = options;
  const faults: NutFaults = {};
  const asked: NutRequest['ask'][] = [];
  const variables = new Map([
    ['ups.status', 'OL CHRG'],
    ['battery.charge', '97'],
    ['battery.runtime', '1800'],
    ['device.model', 'Smart "Line" 700'],
  ]);

  function answerTo(request: NutRequest, login: { user: string; password: string }): readonly NutLine[] {
    if (faults.error !== undefined) return [{ is: 'error', code: faults.error }];
    const name = faults.otherUps ?? ups;
    switch (request.ask) {
      case 'user':
        if (login.user !== '') return [{ is: 'error', code: 'ALREADY-SET-USERNAME' }];
        login.user = request.user;
        return [{ is: 'ok' }];
      case 'password':
        login.password = request.password;
        return [{ is: 'ok' }];
      case 'logout':
        return [{ is: 'ok' }];
      case 'login': {
        const isRight = login.user === account?.user && login.password === account.password;
        return [isRight ? { is: 'ok' } : { is: 'error', code: 'ACCESS-DENIED' }];
      }
      case 'variable': {
        if (request.ups !== ups) return [{ is: 'error', code: 'UNKNOWN-UPS' }];
        const value = variables.get(request.variable);
        if (value === undefined) return [{ is: 'error', code: 'VAR-NOT-SUPPORTED' }];
        return [{ is: 'variable', ups: name, variable: request.variable, value }];
      }
      case 'variables':
        if (request.ups !== ups) return [{ is: 'error', code: 'UNKNOWN-UPS' }];
        return [
          { is: 'listBegin', ups: name },
          ...[...variables].map(([variable, value]) => ({ is: 'variable', ups: name, variable, value }) as const),
          { is: 'listEnd', ups: name },
        ];
    }
  }

  function attach(wire: Wire): Undo {
    const login = { user: '', password: '' };
    let kept: number[] = [];
    let tooLong = false;
    let attached = true;

    function hearLine(line: Uint8Array, isWhole: boolean): void {
      if (faults.dead === true) return;
      const request = decodeNutRequest(line);
      if (isWhole && request.ok) asked.push(request.value.ask);
      const lines: readonly NutLine[] =
        isWhole && request.ok ? answerTo(request.value, login) : [{ is: 'error', code: 'UNKNOWN-COMMAND' }];
      clock.after(faults.lateMs ?? 1, () => {
        if (attached) wire.send(joinBytes(...lines.map(encodeNutLine)));
      });
    }

    const stopHearing = wire.onBytes((bytes) => {
      for (const byte of bytes) {
        if (byte !== 0x0a) {
          tooLong ||= kept.length >= longestLine;
          if (!tooLong) kept.push(byte);
          continue;
        }
        const line = Uint8Array.from(kept);
        const isWhole = !tooLong;
        kept = [];
        tooLong = false;
        hearLine(line, isWhole);
      }
    });
    return () => {
      attached = false;
      stopHearing();
    };
  }

  function simulateVariable(variable: string, value: string | undefined): void {
    if (value === undefined) variables.delete(variable);
    else variables.set(variable, value);
  }

  return {
    attach,
    faults,
    asked,
    simulateVariable,
    simulateStatus: (status) => simulateVariable('ups.status', status),
    simulatePowerCut({ charge, runtimeSeconds, low = false }) {
      variables.set('ups.status', low ? 'OB DISCHRG LB' : 'OB DISCHRG');
      variables.set('battery.charge', String(charge));
      variables.set('battery.runtime', String(runtimeSeconds));
    },
    simulateMainsBack() {
      variables.set('ups.status', 'OL CHRG');
    },
  };
}
