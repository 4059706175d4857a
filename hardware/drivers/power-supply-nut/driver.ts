// Driver of a power supply behind a NUT server: asks every two seconds. What is not known is never taken for a power cut.

import type { Clock } from '../../../src/base/clock.ts';
import type { Log } from '../../../src/base/log.ts';
import { failed, ok, type Result } from '../../../src/base/result.ts';
import { createListeners, type Undo } from '../../../src/base/undo.ts';
import type { DeviceState, TestResult } from '../../classes/device.ts';
import type { Power, PowerSupply } from '../../classes/power-supply.ts';
import { createLine } from '../../transport/line.ts';
import type { Transport } from '../../transport/transport.ts';
import { createNutDeframer, type NutAnswer } from './lines.ts';
import { encodeNutRequest, type NutRequest } from './protocol.ts';
import { readStatus } from './status.ts';

export interface NutPowerSupplyOptions {
  readonly name: string;
  /** TCP to the server, port 3493. */
  readonly transport: Transport;
  /** The supply's name at the server, e.g. `ups`. */
  readonly ups: string;
  /** Makes this machine known to the server as one that hangs on the supply. Reading alone needs no account. */
  readonly account?: { readonly user: string; readonly password: string };
  /** Default 2,000. */
  readonly pollMs?: number;
  readonly clock: Clock;
  readonly log: Log;
  /** In [0, 1); spreads the reopening of lines. */
  readonly random: () => number;
}

const replyMs = 3_000;
const logoutMs = 500;
/** The server answers, but not what was asked for: often enough. */
const troubledPollMs = 5_000;

/** `silent`: the line is shut or was shut because an answer failed to come. */
type Trouble = { readonly is: 'silent' } | { readonly is: 'error'; readonly code: string };

export function createNutPowerSupply(options: NutPowerSupplyOptions): PowerSupply {
  const { name, transport, ups, account, clock, pollMs = 2_000 } = options;
  const log = options.log.part(`power supply ${name}`);
  const deframer = createNutDeframer();
  const line = createLine<NutAnswer>({
    ...{ transport, deframer, clock, log, random: options.random },
    quietMs: 0,
    // Lines may come in pieces, over a network: a request that is not answered ends the connection anyway.
    gapMs: 10_000,
  });
  const stateChanged = createListeners<DeviceState>();
  const powerChanged = createListeners<Power>();

  let running = false;
  let state: DeviceState = { is: 'unknown' };
  let power: Power = { is: 'unknown' };
  let loggedIn = false;
  let polling = false;
  let restarting = false;
  let cancelPoll: Undo = () => undefined;

  // A name or password with a line end in it would be a request of its own: refused here, not in the middle of the watch.
  for (const request of [{ ask: 'variables', ups } as const, ...loginSteps()]) encodeNutRequest(request);

  line.onUnasked((answer) => log.info('nut line dropped', { kind: answer.is === 'dropped' ? answer.why : answer.is }));
  line.onOpen((open) => {
    loggedIn = false;
    if (!running) return;
    if (open) void poll();
    else if (!restarting) lose({ is: 'offline' });
  });

  function setState(next: DeviceState): void {
    if (JSON.stringify(next) === JSON.stringify(state)) return;
    state = next;
    log.info('power supply state', { state: next });
    stateChanged.tell(next);
  }

  function setPower(next: Power): void {
    if (JSON.stringify(next) === JSON.stringify(power)) return;
    if (next.is !== power.is) log.info('power', { is: next.is });
    power = next;
    powerChanged.tell(next);
  }

  function lose(next: DeviceState): void {
    setState(next);
    setPower({ is: 'unknown' });
  }

  /** Only an answer that names what was asked for counts; errors name nothing and count for the question that is out. */
  async function ask<Value>(
    request: NutRequest,
    match: (answer: NutAnswer) => Value | undefined,
  ): Promise<Result<Value, Trouble>> {
    const answer = await line.request<{ readonly value: Value } | { readonly error: string }>({
      bytes: encodeNutRequest(request),
      priority: 'active',
      replyMs,
      match(heard) {
        if (heard.is === 'error') return { error: heard.code };
        const value = match(heard);
        return value === undefined ? undefined : { value };
      },
    });
    if (!answer.ok) {
      await restart();
      return failed({ is: 'silent' });
    }
    return 'error' in answer.value ? failed({ is: 'error', code: answer.value.error }) : ok(answer.value.value);
  }

  /** An answer that comes after its time would be taken for the next one: a new connection has no such past. */
  async function restart(): Promise<void> {
    if (!running || !line.isOpen()) return;
    log.info('connecting to the nut server anew');
    restarting = true;
    await line.stop();
    restarting = false;
    if (running) line.start();
  }

  function loginSteps(): readonly NutRequest[] {
    if (account === undefined) return [];
    const { user, password } = account;
    return [
      { ask: 'user', user },
      { ask: 'password', password },
      { ask: 'login', ups },
    ];
  }

  function askVariable(variable: string): Promise<Result<string, Trouble>> {
    return ask({ ask: 'variable', ups, variable }, (answer) =>
      answer.is === 'variable' && answer.ups === ups && answer.variable === variable ? answer.value : undefined,
    );
  }

  async function logIn(): Promise<Result<void, Trouble>> {
    if (account === undefined || loggedIn) return ok();
    for (const request of loginSteps()) {
      const done = await ask(request, (answer) => (answer.is === 'ok' ? true : undefined));
      if (!done.ok) return done;
    }
    loggedIn = true;
    return ok();
  }

  /** Not every supply has a charge or a run time. */
  async function askBattery(variable: string): Promise<Result<string | undefined, Trouble>> {
    const answer = await askVariable(variable);
    return !answer.ok && answer.problem.is === 'error' ? ok(undefined) : answer;
  }

  async function look(): Promise<Result<void, Trouble>> {
    const login = await logIn();
    if (!login.ok) return login;
    const status = await askVariable('ups.status');
    if (!status.ok) return status;
    const charge = await askBattery('battery.charge');
    if (!charge.ok) return charge;
    const runtime = await askBattery('battery.runtime');
    if (!runtime.ok) return runtime;
    if (!running) return ok();
    const reading = readStatus(status.value, { charge: charge.value, runtime: runtime.value });
    setState(reading.trouble === null ? { is: 'ready' } : { is: 'fault', what: 'other', detail: reading.trouble });
    setPower(reading.power);
    return ok();
  }

  async function poll(): Promise<void> {
    cancelPoll();
    if (polling) return;
    polling = true;
    const looked = await look();
    polling = false;
    if (!running) return;
    if (!looked.ok) lose(stateOf(looked.problem));
    const refused = !looked.ok && looked.problem.is === 'error' && account !== undefined && !loggedIn;
    pollAfter(looked.ok ? pollMs : troubledPollMs, refused);
  }

  /** A user is told to a connection once: after a refusal only a new one can try again. */
  function pollAfter(ms: number, anew: boolean): void {
    cancelPoll();
    cancelPoll = clock.after(ms, () => {
      if (!anew) return void poll();
      pollAfter(troubledPollMs, false);
      void restart();
    });
  }

  function stateOf(trouble: Trouble): DeviceState {
    if (trouble.is === 'silent') return { is: 'offline' };
    switch (trouble.code) {
      case 'DATA-STALE':
      case 'DRIVER-NOT-CONNECTED':
        return { is: 'offline' };
      case 'UNKNOWN-UPS':
        return { is: 'fault', what: 'other', detail: `the server knows no supply named ${ups}` };
      case 'ACCESS-DENIED':
        return { is: 'fault', what: 'other', detail: 'the server refuses this machine or its account' };
      default:
        return { is: 'fault', what: 'other', detail: `the server answers ${trouble.code}` };
    }
  }

  async function test(): Promise<TestResult> {
    if (!running || !line.isOpen()) return { passed: false, detail: 'the server cannot be reached' };
    const answer = await ask({ ask: 'variables', ups }, (heard) =>
      heard.is === 'list' && heard.ups === ups ? heard.variables : undefined,
    );
    if (!answer.ok) {
      const why = answer.problem.is === 'silent' ? 'does not answer' : `answers ${answer.problem.code}`;
      return { passed: false, detail: `the server ${why}` };
    }
    const read = (variable: string) => answer.value.get(variable) ?? 'not told';
    const model = answer.value.get('device.model') ?? read('ups.model');
    const detail = `${model}: status ${read('ups.status')}, charge ${read('battery.charge')} %, run time ${read('battery.runtime')} s`;
    return { passed: answer.value.has('ups.status'), detail };
  }

  return {
    name,
    description: `power-supply-nut ${ups} on ${transport.description}`,
    state: () => state,
    onState: (listener) => stateChanged.add(listener),
    power: () => power,
    onPower: (listener) => powerChanged.add(listener),
    test,
    start() {
      if (running) return;
      running = true;
      line.start();
    },
    async stop() {
      cancelPoll();
      if (running && loggedIn && line.isOpen()) {
        const bytes = encodeNutRequest({ ask: 'logout' });
        const match = (answer: NutAnswer) => (answer.is === 'ok' ? true : undefined);
        await line.request({ bytes, priority: 'active', replyMs: logoutMs, waitMs: logoutMs, match });
      }
      running = false;
      await line.stop();
      lose({ is: 'unknown' });
    },
  };
}
