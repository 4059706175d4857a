// Window: the whole picture of the last view.

import { useStore } from 'zustand';
import type { Kiosk } from './kiosk.ts';
import { Boundary } from './parts/boundary.tsx';
import { Frame } from './parts/frame.tsx';
import { Idle } from './parts/idle.tsx';
import { ScreenPicture } from './screens/screen.tsx';
import { Shown } from './shown.ts';

export function KioskWindow({ kiosk }: { readonly kiosk: Kiosk }) {
  const view = useStore(kiosk.state, (state) => state.view);
  return (
    <div
      className={view.elder ? 'window elder' : 'window'}
      lang={view.language === 'zh' ? 'zh-CN' : 'en'}
      data-sequence={view.sequence}
    >
      <Boundary view={view}>
        <Shown value={{ view, kiosk }}>
          <Frame behind={view.endsAt !== null}>
            <ScreenPicture screen={view.screen} />
          </Frame>
          {view.endsAt === null ? null : <Idle endsAt={view.endsAt} />}
        </Shown>
      </Boundary>
    </div>
  );
}
