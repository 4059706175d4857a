// Printers: their paper and their lids, and what hangs at the exit for somebody to take.

import type { HallPaper, HallState } from '../contract/panel.ts';
import type { HallLink } from './hall-link.ts';
import { Act, Say } from './say.tsx';
import { words } from './words.ts';

/** How many of the papers that were taken are still shown. */
const takenShown = 6;

export function Printers({ link, state }: { readonly link: HallLink; readonly state: HallState }) {
  const { receiptPrinter, documentPrinter, papers } = state;
  const waiting = (is: HallPaper['is']) => papers.filter((paper) => paper.is === is && !paper.taken);
  const taken = papers.filter((paper) => paper.taken).slice(0, takenShown);
  const coverOpen = receiptPrinter.cover === 'open';
  return (
    <>
      <section className="sheet printer" data-printer="receiptPrinter" data-cover={receiptPrinter.cover}>
        <h2>
          <Say text={words.receipts} />
        </h2>
        <Exit link={link} papers={waiting('slip')} />
        <div className="acts">
          {(['full', 'low', 'out'] as const).map((roll) => (
            <Act
              key={roll}
              text={words[roll]}
              pressed={receiptPrinter.roll === roll}
              onAct={() => link.do({ do: 'setRoll', roll })}
            />
          ))}
          <Act
            text={coverOpen ? words.coverShut : words.cover}
            pressed={coverOpen}
            onAct={() => link.do({ do: 'setCover', open: !coverOpen })}
          />
        </div>
      </section>
      <section className="sheet printer" data-printer="documentPrinter">
        <h2>
          <Say text={words.documents} />
        </h2>
        <Exit link={link} papers={waiting('document')} />
        <div className="acts">
          {(['full', 'out', 'jam'] as const).map((tray) => (
            <Act
              key={tray}
              text={tray === 'jam' ? words.paperJam : words[tray]}
              pressed={documentPrinter.tray === tray}
              onAct={() => link.do({ do: 'setTray', tray })}
            />
          ))}
        </div>
      </section>
      {taken.length === 0 ? null : (
        <section className="sheet taken">
          <h3>
            <Say text={words.taken} />
          </h3>
          <div className="shelf">
            {taken.map((paper) => (
              <Sheet key={paper.number} paper={paper} />
            ))}
          </div>
        </section>
      )}
    </>
  );
}

/** The last paper on top; older ones that nobody took lie behind it. */
function Exit({ link, papers }: { readonly link: HallLink; readonly papers: readonly HallPaper[] }) {
  const [last] = papers;
  return (
    <div className="exit">
      <div className="slot" />
      {last === undefined ? (
        <p className="quiet">
          <Say text={words.noPaper} />
        </p>
      ) : (
        <div className="hanging">
          <Sheet paper={last} />
          <div className="exit-side">
            <span className="quiet">
              № {last.number}
              {papers.length > 1 ? ` + ${papers.length - 1}` : ''}
            </span>
            <Act text={words.take} strong onAct={() => link.do({ do: 'takePaper', number: last.number })} />
          </div>
        </div>
      )}
    </div>
  );
}

function Sheet({ paper }: { readonly paper: HallPaper }) {
  const { number, is } = paper;
  const file = `/papers/${number}.${is === 'slip' ? 'png' : 'pdf'}`;
  return (
    <a className="paper" data-paper={number} data-is={is} href={file} target="_blank" rel="noreferrer">
      {is === 'slip' ? (
        <img src={file} alt={`№ ${number}`} />
      ) : (
        <span className="a4">
          <b>PDF</b>
          <Say text={words.page} below />
        </span>
      )}
    </a>
  );
}
