// Messages: what was sent to addressees, with what became of it; those that could not be sent stand first.

import { Empty } from '../parts/empty.tsx';
import { ListHead } from '../parts/list-head.tsx';
import { Say } from '../parts/say.tsx';
import { TroubleLine } from '../parts/trouble.tsx';
import { useAnswer, useNow } from '../shown.ts';
import { pageWords, words } from '../text/frame.ts';
import { itemWords, smsKindWords, smsStateWords } from '../text/items.ts';
import { momentText } from '../text/time.ts';

export function MessagesPage() {
  const asked = useAnswer({ ask: 'messages' });
  const now = useNow();
  if (asked.is === 'refused') return <TroubleLine of={asked.trouble} />;
  if (asked.is === 'asking')
    return (
      <p className="empty">
        <Say text={words.asking} />
      </p>
    );
  const { messages } = asked.answer;
  if (messages.length === 0) return <Empty text={words.nothing} />;
  return (
    <section className="list">
      <ListHead title={pageWords.messages} />
      <div className="table-room">
        <table className="lines">
          <tbody>
            {messages.map((message) => (
              <tr key={message.id} className="line" data-urgency={message.state === 'refused' ? 'now' : undefined}>
                <td>
                  <span className={`chip chip-sms-${message.state}`}>
                    <Say text={smsStateWords[message.state]} />
                  </span>
                </td>
                <td>
                  <Say text={smsKindWords(message.kind)} />
                </td>
                <td className="message-text">{message.text}</td>
                <td className="figures">{message.maskedPhone}</td>
                <td className="figures">
                  <time title={itemWords.until.zh}>{momentText(message.sentAt ?? message.queuedAt, now)}</time>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
