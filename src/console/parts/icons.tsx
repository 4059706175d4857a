// Icons: line drawings on a 24 × 24 grid in the colour of the text. Words always stand beside them.

const paths = {
  deposit: 'M4 14v6h16v-6M12 3v11M7.500 9.500L12 14l4.500-4.500',
  recall: 'M4 14v6h16v-6M12 14V3M7.500 7.500L12 3l4.500 4.500',
  check: 'M10.500 17a6.500 6.500 0 1 0 0-13 6.500 6.500 0 0 0 0 13zM15.500 15.500L21 21',
  repair:
    'M20.500 6.500a5.500 5.500 0 0 1-7.500 6.500L6 20.500 3.500 18l7.500-7A5.500 5.500 0 0 1 17.500 3.500L14 7l3 3z',
  bank: 'M3 3h18v18H3zM3 9h18M3 15h18M12 3v18',
  search: 'M5 4h14v16H5zM8 8h8M8 12h8M8 16h5',
  messages: 'M3 5h18v12H9l-5 4v-4H3z',
  accounts: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21c0-4 3.500-6.500 8-6.500s8 2.500 8 6.500',
  reports: 'M4 20h17M6 20v-7h3v7M11 20V9h3v11M16 20V4h3v16',
  audit: 'M6 3h9l4 4v14H6zM15 3v4h4M9 12h7M9 16h7',
  help: 'M6 10a6 6 0 0 1 12 0c0 6 2.500 7 2.500 7h-17S6 16 6 10M10 20.500a2.200 2.200 0 0 0 4 0',
  hourglass: 'M6 3h12M6 21h12M7.500 3c0 5.500 9 7.500 9 18M16.500 3c0 5.500-9 7.500-9 18',
  fleet: 'M4 4h16v11H4zM9 20h6M12 15v5',
  print: 'M7 8V3h10v5M7 17H4V8h16v9h-3M7 14h10v7H7z',
  close: 'M5 5l14 14M19 5L5 19',
  out: 'M14 4H5v16h9M10 12h11M17 8l4 4-4 4',
  key: 'M8 20a4.500 4.500 0 1 0 0-9 4.500 4.500 0 0 0 0 9zM11 12L20 3M16.500 6.500l3 3',
  warning: 'M12 3l9.500 17h-19zM12 10v5M12 17.500v.5',
  calm: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8 12.500l2.800 2.800L16 10',
} as const;
export type IconName = keyof typeof paths;

export function Icon({ of: name }: { readonly of: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
