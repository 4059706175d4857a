// Frame: what stays around every screen: the place, the time and the switches above, the main sentence, the way out below.

import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { hallTime } from '../hall-time.ts';
import { sentenceOf } from '../sentence.ts';
import { useKiosk, useNow, useView } from '../shown.ts';
import { line, texts } from '../text/line.ts';
import { waysOut } from '../ways-out.ts';
import { Button } from './button.tsx';
import { Sign } from './icons.tsx';
import { Two } from './two.tsx';

/** Whom to call, and what became of a call: nothing is promised that nobody has promised. */
function Duty() {
  const { phone, help, screen } = useView();
  if (phone === '') return null;
  const isDialled = help === 'none' || help === 'dial';
  const said = { none: 'callHelp', calling: 'helpCalling', coming: 'helpComing', dial: 'helpDial' } as const;
  const isStaff = screen.at === 'technician' || screen.at === 'wiring';
  // A call that somebody has answered is not taken back by a tap.
  const isSaidOnly = isStaff || help === 'coming' || help === 'dial';
  const words = (
    <>
      <Sign of={isDialled ? 'phone' : 'hand'} />
      <Two of={line(isStaff ? 'dutyPhone' : said[help])} alone />
      {isDialled ? <strong>{phone}</strong> : null}
    </>
  );
  return (
    <div className="duty" data-help={help} role="status">
      {isSaidOnly ? (
        words
      ) : (
        <Button look="small" act={{ act: help === 'none' ? 'callHelp' : 'withdrawHelp' }}>
          {words}
        </Button>
      )}
    </div>
  );
}

function Header() {
  const { pointName, language, languages, elder, trial } = useView();
  const now = useNow();
  return (
    <header className="header">
      <p className="point">
        {trial ? (
          <span className="trial">
            <Two of={line('trial')} />
          </span>
        ) : null}
        <span className="point-name">{pointName[language]}</span>
      </p>
      <time className="clock">{now === 0 ? '' : hallTime(now)}</time>
      <Duty />
      <nav className="switches">
        {languages
          .filter((other) => other !== language)
          .map((other) => (
            <Button key={other} look="small" act={{ act: 'chooseLanguage', language: other }}>
              {texts[other].languageName}
            </Button>
          ))}
        {languages.length === 0 ? null : (
          <Button look="small" act={{ act: 'elder', on: !elder }}>
            {texts[language][elder ? 'elderOff' : 'elderOn']}
          </Button>
        )}
      </nav>
    </header>
  );
}

function Sentence() {
  const view = useView();
  const { line: said, sign } = sentenceOf(view.screen);
  return (
    <div className="sentence">
      <Sign of={sign} />
      <h1 aria-live="polite">
        <Two of={said} />
      </h1>
    </div>
  );
}

function Footer() {
  const out = waysOut(useView().screen);
  if (out.length === 0) return null;
  return (
    <footer className="footer">
      {out.map((act) => (
        <Button key={act} act={{ act }}>
          <Sign of={act} />
          <Two of={line(act)} />
        </Button>
      ))}
    </footer>
  );
}

function Reconnecting() {
  const connected = useStore(useKiosk().state, (state) => state.connected);
  return (
    <p className="reconnecting" role="status">
      {connected ? null : (
        <>
          <Sign of="again" />
          <Two of={line('reconnecting')} />
        </>
      )}
    </p>
  );
}

export function Frame({ behind, children }: { readonly behind: boolean; readonly children: ReactNode }) {
  const { screen } = useView();
  return (
    <div className="frame" data-tone={sentenceOf(screen).tone} data-screen={screen.at} inert={behind}>
      <Header />
      <Sentence />
      <main className="main">{children}</main>
      <Footer />
      <Reconnecting />
    </div>
  );
}
