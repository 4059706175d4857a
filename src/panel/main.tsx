// Start of the panel page: connects to the simulated hall and draws what it tells.

import { createRoot } from 'react-dom/client';
import { certain } from '../base/result.ts';
import { connectHall } from './hall-link.ts';
import { Panel } from './panel.tsx';
import './style/page.css';
import './style/hall.css';
import './style/cabinet.css';
import './style/side.css';

createRoot(certain(document.getElementById('panel'), 'the panel element')).render(<Panel link={connectHall()} />);
