// Pictures: the larger drawings that show what to do with a card or a sheet of paper. Moved by motion.css only.

/** A card that sinks onto the lit reading field. `still` while the card lies there and is read. */
export function CardPicture({ still }: { readonly still: boolean }) {
  return (
    <svg className={`picture card-picture${still ? ' still' : ''}`} viewBox="0 0 900 560" aria-hidden="true">
      <path className="reader-side" d="M110 452h680l50 62a20 20 0 0 1-16 32H76a20 20 0 0 1-16-32z" />
      <path className="reader-top" d="M170 330h560l70 130H100z" />
      <path className="reader-field" d="M268 352h364l34 84H234z" />
      <g className="waves">
        <path d="M205 352l-46 84M158 352l-46 84" />
        <path d="M695 352l46 84M742 352l46 84" />
      </g>
      <g className="sinking-card">
        <rect className="card-body" x="250" y="30" width="400" height="252" rx="22" />
        <rect className="card-band" x="250" y="62" width="400" height="34" />
        <circle className="card-line" cx="560" cy="160" r="30" />
        <path className="card-line" d="M508 246c4-38 26-50 52-50s48 12 52 50z" />
        <path className="card-stroke" d="M288 138h150M288 178h180M288 218h110" />
      </g>
      <path className="pointing" d="M80 90v150m-48-46l48 50 48-50M820 90v150m-48-46l48 50 48-50" />
    </svg>
  );
}

/** A sheet that comes out of a slot; `out` shows it waiting to be taken. */
export function PaperPicture({ out }: { readonly out: boolean }) {
  return (
    <svg className={`picture paper-picture${out ? ' out' : ''}`} viewBox="0 0 900 560" aria-hidden="true">
      <g className="rising-paper">
        <rect className="sheet" x="270" y="60" width="360" height="420" rx="10" />
        <path className="card-stroke" d="M320 130h180M320 190h260M320 240h260M320 290h200" />
      </g>
      <path className="reader-side" d="M110 400h680v100a30 30 0 0 1-30 30H140a30 30 0 0 1-30-30z" />
      <rect className="slot" x="230" y="388" width="440" height="30" rx="15" />
      {out ? <path className="pointing" d="M740 300V150m-48 46l48-50 48 50" /> : null}
    </svg>
  );
}

/** Something is being worked on. */
export function WorkingPicture() {
  return (
    <svg className="picture working-picture" viewBox="0 0 900 560" aria-hidden="true">
      <circle className="dot dot-1" cx="270" cy="280" r="52" />
      <circle className="dot dot-2" cx="450" cy="280" r="52" />
      <circle className="dot dot-3" cx="630" cy="280" r="52" />
    </svg>
  );
}

/** All done. */
export function DonePicture() {
  return (
    <svg className="picture done-picture" viewBox="0 0 900 560" aria-hidden="true">
      <circle className="done-ring" cx="450" cy="280" r="210" />
      <path className="done-mark" d="M350 290l72 74 134-158" />
    </svg>
  );
}
