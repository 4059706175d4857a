// Start of the console page: connects to central and draws what it tells.

import { createRoot } from 'react-dom/client';
import { certain } from '../base/result.ts';
import { Console } from './console.tsx';
import { connectConsole } from './link.ts';
import { LinkContext } from './shown.ts';
import './style/tokens.css';
import './style/page.css';
import './style/frame.css';
import './style/lists.css';
import './style/detail.css';
import './style/machines.css';
import './style/print.css';
import './style/reports.css';

createRoot(certain(document.getElementById('console'), 'the console element')).render(
  <LinkContext value={connectConsole()}>
    <Console />
  </LinkContext>,
);
