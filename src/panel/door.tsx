// Door: the hall's door as one sees it from outside, with the button that is on its inside, the fire panel and the box of
// its electronics.

import type { HallState } from '../contract/panel.ts';
import type { HallLink } from './hall-link.ts';
import { Act, Say } from './say.tsx';
import { words } from './words.ts';

export function Door({ link, door }: { readonly link: HallLink; readonly door: HallState['hallDoor'] }) {
  const isOpen = door.leaf === 'open';
  return (
    <section className="sheet door" data-leaf={door.leaf} data-strike={door.strike}>
      <h2>
        <Say text={words.door} />
      </h2>
      <div className="doorway">
        <div className="night" />
        <div className="leaf">
          <div className="pane" />
          <div className="handle" />
        </div>
        <div className="lamp" />
      </div>
      <p className="fact">
        <Say text={isOpen ? words.open : words.shut} />
        <span className={door.strike === 'released' ? 'tag go' : 'tag'}>
          <Say text={door.strike === 'released' ? words.doorReleased : words.doorHeld} />
        </span>
      </p>
      <div className="acts">
        {isOpen ? (
          <Act text={words.letShut} strong onAct={() => link.do({ do: 'shutHallDoor' })} />
        ) : (
          <Act text={words.push} strong={door.strike === 'released'} onAct={() => link.do({ do: 'pushHallDoor' })} />
        )}
        <Act text={words.exit} onAct={() => link.do({ do: 'pressExit' })} />
        <Act text={words.fire} pressed={door.fire} onAct={() => link.do({ do: 'setFire', on: !door.fire })} />
        <Act
          text={words.tamper}
          pressed={door.tampered}
          onAct={() => link.do({ do: 'setTamper', open: !door.tampered })}
        />
      </div>
    </section>
  );
}
