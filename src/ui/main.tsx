// Start of the kiosk page: connects, keeps the last view and draws it.

import { createRoot } from 'react-dom/client';
import { systemClock } from '../base/clock.ts';
import { certain } from '../base/result.ts';
import { createKiosk } from './kiosk.ts';
import { connectKiosk } from './port.ts';
import './style/tokens.css';
import './style/page.css';
import './style/frame.css';
import './style/parts.css';
import './style/screens.css';
import './style/staff.css';
import './style/wiring.css';
import './style/motion.css';
import { KioskWindow } from './window.tsx';

const kiosk = createKiosk({ port: connectKiosk(), clock: systemClock });

// A picture that can't be drawn is shown by the boundary. React would also print the error, which may hold what was
// on the screen; the console of a kiosk must hold nothing of a person.
createRoot(certain(document.getElementById('window'), 'the window element'), {
  onCaughtError: () => undefined,
}).render(<KioskWindow kiosk={kiosk} />);
