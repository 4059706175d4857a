// Shown: what every part of the picture may look at without it being handed down: the view, the kiosk and the time.

import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import { certain } from '../base/result.ts';
import type { View } from '../contract/view.ts';
import type { Kiosk } from './kiosk.ts';

export const Shown = createContext<{ readonly view: View; readonly kiosk: Kiosk } | null>(null);

function useShown(): { readonly view: View; readonly kiosk: Kiosk } {
  return certain(useContext(Shown), 'a view around this part');
}

export function useView(): View {
  return useShown().view;
}

export function useKiosk(): Kiosk {
  return useShown().kiosk;
}

export function useSending(): boolean {
  return useStore(useShown().kiosk.state, (state) => state.sending);
}

/** UTC ms in the hall, whole seconds. */
export function useNow(): number {
  return useStore(useShown().kiosk.state, (state) => Math.floor(state.now / 1000) * 1000);
}

/** Whole seconds from now to a UTC time of the hall, never below zero. */
export function useSecondsTo(time: number): number {
  return useStore(useShown().kiosk.state, (state) => Math.max(0, Math.ceil((time - state.now) / 1000)));
}
