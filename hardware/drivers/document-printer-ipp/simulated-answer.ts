// Simulated answer: what the simulated printer says, as the bytes of an IPP message.

import ipp from '@sealsystems/ipp';
import type { SimulatedAnswer } from './simulated-printer.ts';

export function writeAnswer({ statusCode, printer, jobs = [] }: SimulatedAnswer, id: number | undefined): Buffer {
  return ipp.serialize({
    version: '2.0',
    statusCode,
    ...(id === undefined ? {} : { id }),
    'operation-attributes-tag': { 'attributes-charset': 'utf-8', 'attributes-natural-language': 'en' },
    ...(printer === undefined ? {} : { 'printer-attributes-tag': printer }),
    ...(jobs.length === 0 ? {} : { 'job-attributes-tag': jobs.length === 1 ? jobs[0] : jobs }),
  });
}
