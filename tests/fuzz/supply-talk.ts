// Talk with the power supply: neither mains nor battery is ever told that the server did not say.

import type { Power } from '../../hardware/classes/power-supply.ts';
import { createNutPowerSupply } from '../../hardware/drivers/power-supply-nut/driver.ts';
import { encodeNutLine } from '../../hardware/drivers/power-supply-nut/protocol.ts';
import { createNutSimulator } from '../../hardware/drivers/power-supply-nut/simulator.ts';
import { joinBytes } from '../../src/base/bytes.ts';
import type { Conversation, DeviceEnd } from './talk.ts';

const ups = 'su700';

export const supplyConversation: Conversation = {
  name: 'power-supply-nut/conversation',
  trusted: true,
  readyMs: 120_000,
  open({ clock, transport, log, random }) {
    const simulator = createNutSimulator({ ups, clock });
    const supply = createNutPowerSupply({ name: 'supply', transport, ups, clock, log, random: random.next });
    /** What the simulated supply was since it was last proved. */
    const was = new Set<Power['is']>(['unknown', 'mains']);
    let end: DeviceEnd = 'good';
    let told = 0;
    let wrong: string | undefined;
    supply.onPower((power) => {
      told += 1;
      if ((end === 'noise' || end === 'grammar') && power.is !== 'unknown') wrong ??= `noise was taken for ${power.is}`;
      if (!was.has(power.is)) wrong ??= `${power.is} was told and never was`;
    });
    return {
      grammar: {
        alphabet: [0x0a, 0x22, 0x5c, 0x20, 0x4f, 0x4c, 0x42, 0x56, 0x41, 0x52],
        // Of its own supply only what says nothing, and of others what would say something.
        frame(random) {
          const choice = random.next();
          if (choice < 0.3) return encodeNutLine({ is: 'variable', ups, variable: 'ups.status', value: 'CAL' });
          if (choice < 0.5) return encodeNutLine({ is: 'variable', ups, variable: 'battery.charge', value: '12' });
          if (choice < 0.6) return encodeNutLine({ is: 'error', code: random.pick(['DATA-STALE', 'ACCESS-DENIED']) });
          if (choice < 0.7) return encodeNutLine({ is: 'ok' });
          return joinBytes(
            encodeNutLine({ is: 'listBegin', ups }),
            encodeNutLine({ is: 'variable', ups, variable: 'ups.load', value: '3' }),
            encodeNutLine({ is: 'listEnd', ups }),
          );
        },
      },
      simulator,
      start: supply.start,
      stop: supply.stop,
      order: () => ({ promise: supply.test(), withinMs: 60_000 }),
      hand() {
        const what = random.between(0, 3);
        if (what === 0) simulator.simulateMainsBack();
        else if (what === 1) simulator.simulateStatus('OL CAL OB');
        else {
          was.add('battery');
          simulator.simulatePowerCut({ charge: 80, runtimeSeconds: 900 });
        }
      },
      heal: () => simulator.simulateMainsBack(),
      isReady: () => supply.state().is === 'ready' && supply.power().is === 'mains',
      broken(now) {
        end = now;
        return wrong;
      },
      async prove(pass) {
        was.add('battery');
        simulator.simulatePowerCut({ charge: 80, runtimeSeconds: 900 });
        await pass(6_000);
        if (supply.power().is !== 'battery') return 'a power cut is not seen';
        simulator.simulateMainsBack();
        await pass(6_000);
        if (supply.power().is !== 'mains') return 'the mains are not seen';
        was.delete('battery');
        return undefined;
      },
      found: () => told,
    };
  },
};
