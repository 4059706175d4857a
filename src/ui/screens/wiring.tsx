// Wiring: the wizard that learns the wires of a line, one question at a time, above the cells and what is known of them.

import type { WiringQuestion } from '../../contract/view.ts';
import type { Act } from '../../core/act.ts';
import { Button } from '../parts/button.tsx';
import { Two } from '../parts/two.tsx';
import { WiringCells } from '../parts/wiring-cells.tsx';
import { WiringOutcomes } from '../parts/wiring-outcomes.tsx';
import { WiringPlace } from '../parts/wiring-place.tsx';
import { reasonKeys } from '../parts/wiring-words.ts';
import { line, type TextKey } from '../text/line.ts';
import type { ScreenAt } from './screen.tsx';

function Word({ say, says, main = false }: { readonly say: Say; readonly says: TextKey; readonly main?: boolean }) {
  return (
    <Button act={{ act: 'wiring', say }} look={main ? 'main' : 'plain'}>
      <Two of={line(says)} />
    </Button>
  );
}
type Say = Extract<Act, { readonly act: 'wiring' }>['say'];

function Hint({ question }: { readonly question: WiringQuestion }) {
  if (question.ask === 'go' && question.trouble !== null) return <Said says={reasonKeys[question.trouble]} />;
  if (question.ask === 'begin') return <Said says="wireBeginHint" />;
  if (question.ask === 'door' && question.cell === null && !question.pulled) return <Said says="wireBlindHint" />;
  if (question.ask === 'shut' && question.bySensor) return <Said says="wireShutHint" />;
  if (question.ask !== 'shutAll') return null;
  const { note } = question;
  if (note.is === 'unsteady') return <Said says="wireUnsteady" />;
  if (note.is === 'silent') return <Said says="wireBoardSilent" />;
  if (note.is === 'first') return null;
  return (
    <p className="hint">
      <Two of={line('wireOpenStill', { cells: note.cells.slice(0, 6).join(' ') })} />
    </p>
  );
}

function Said({ says }: { readonly says: TextKey }) {
  return (
    <p className="hint">
      <Two of={line(says)} />
    </p>
  );
}

function Answers({ question }: { readonly question: WiringQuestion }) {
  switch (question.ask) {
    case 'begin':
    case 'noBoards':
      return <Word say={{ is: 'search' }} says="wireSearch" main />;
    case 'shutAll':
      return <Word say={{ is: 'allShut' }} says="wireAllShut" main />;
    case 'go':
      return (
        <>
          {question.blocked === null ? (
            <Button
              act={{ act: 'wiring', say: { is: 'go', board: question.board, channel: question.channel } }}
              look="main"
            >
              <Two of={line('wireFire', { channel: question.channel })} />
            </Button>
          ) : (
            <Word say={{ is: 'allShut' }} says="wireAllShut" main />
          )}
          <Word say={{ is: 'giveUp' }} says="wireSkip" />
        </>
      );
    case 'door':
      return (
        <>
          {question.cell === null ? null : (
            <Button act={{ act: 'wiring', say: { is: 'door', opened: question.cell } }} look="main">
              <Two of={line('wireThis', { cell: question.cell })} />
            </Button>
          )}
          <Word say={{ is: 'door', opened: 'none' }} says="wireNone" />
          {question.pulled ? null : <Word say={{ is: 'door', opened: 'several' }} says="wireSeveral" />}
        </>
      );
    case 'sensor':
      return (
        <>
          <Word say={{ is: 'sensor', has: 'none' }} says="wireHasNone" />
          <Word say={{ is: 'sensor', has: 'broken' }} says="wireHasBroken" />
        </>
      );
    case 'shut':
      return <Word say={{ is: 'shut' }} says="wireIsShut" main={!question.bySensor} />;
    case 'review':
      return (
        <>
          <Word say={{ is: 'accept' }} says="wireAccept" main />
          <Word say={{ is: 'search' }} says="wireAnew" />
        </>
      );
    case 'done':
      return <Word say={{ is: 'search' }} says="wireAnew" />;
    case 'place':
    case 'wait':
    case 'rest':
      return null;
  }
}

export function Wiring({ screen }: { readonly screen: ScreenAt<'wiring'> }) {
  const { question, cells, line: wire } = screen;
  if (question.ask === 'place') {
    return (
      <div className="technician">
        <WiringPlace key={question.board} question={question} />
      </div>
    );
  }
  const judged = question.ask === 'review' || question.ask === 'done';
  return (
    <div className="technician">
      <p className="wiring-line">{wire}</p>
      <Hint question={question} />
      {judged && question.outcomes.length > 0 ? (
        <WiringOutcomes outcomes={question.outcomes} />
      ) : (
        <WiringCells cells={cells} asked={question.ask === 'door'} />
      )}
      <div className="answers wiring-answers">
        <Answers question={question} />
      </div>
    </div>
  );
}
