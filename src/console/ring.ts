// Ring: two soft notes every few seconds for as long as something waits for somebody. Made here, so that no sound is loaded.

import { useEffect } from 'react';

const everyMs = 8_000;

function note(context: AudioContext, frequency: number, at: number): void {
  const sound = context.createOscillator();
  const volume = context.createGain();
  sound.frequency.value = frequency;
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(0.12, at + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.001, at + 0.45);
  sound.connect(volume).connect(context.destination);
  sound.start(at);
  sound.stop(at + 0.5);
}

export function useRing(isRinging: boolean): void {
  useEffect(() => {
    if (!isRinging) return;
    const context = new AudioContext();
    const ring = () => {
      // A browser that lets no page sound before a hand has touched it stays silent; the banner is there all the same.
      if (context.state !== 'running') return;
      note(context, 880, context.currentTime);
      note(context, 660, context.currentTime + 0.28);
    };
    ring();
    const timer = setInterval(ring, everyMs);
    return () => {
      clearInterval(timer);
      void context.close();
    };
  }, [isRinging]);
}
