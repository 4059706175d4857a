// Boundary: never a white screen. What can't be drawn is replaced by plain words; the next view is tried afresh.

import { Component, type ReactNode } from 'react';
import type { View } from '../../contract/view.ts';
import { texts } from '../text/line.ts';

interface Props {
  readonly view: View;
  readonly children: ReactNode;
}

interface Drawn {
  readonly view: View;
  readonly failed: boolean;
}

export class Boundary extends Component<Props, Drawn> {
  override state: Drawn = { view: this.props.view, failed: false };

  static getDerivedStateFromError(): Partial<Drawn> {
    return { failed: true };
  }

  static getDerivedStateFromProps({ view }: Props, drawn: Drawn): Drawn | null {
    return drawn.view === view ? null : { view, failed: false };
  }

  override render(): ReactNode {
    return this.state.failed ? <Undrawable phone={this.props.view.phone} /> : this.props.children;
  }
}

/** Uses no part of the view but the phone: whatever could not be drawn must not be tried again here. */
function Undrawable({ phone }: { readonly phone: string }) {
  return (
    <div className="undrawable" role="alert">
      <h1>{texts.zh.problems.outOfService.what}</h1>
      <p lang="en">{texts.en.problems.outOfService.what}</p>
      <p>{texts.zh.problems.outOfService.todo}</p>
      <p lang="en">{texts.en.problems.outOfService.todo}</p>
      <p className="undrawable-phone">{typeof phone === 'string' ? phone : ''}</p>
      <button type="button" className="button button-main" onClick={() => location.reload()}>
        {texts.zh.reload} {texts.en.reload}
      </button>
    </div>
  );
}
