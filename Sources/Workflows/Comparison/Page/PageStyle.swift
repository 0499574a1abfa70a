/// The looks of the page: one column on a phone, figures side by side where there is room, the
/// paper and ink of the figures in light and in dark.
enum PageStyle {
    static let sheet = """
        :root {
            color-scheme: light dark;
            --paper: #ffffff; --ink: #1c2128; --muted: #626b77; --hair: #e6e8ec; --best: #f1f5fb;
        }
        @media (prefers-color-scheme: dark) {
            :root {
                --paper: #14171c; --ink: #e4e7eb; --muted: #98a1ad; --hair: #2a2f37;
                --best: #1d2430;
            }
        }
        * { box-sizing: border-box; }
        body {
            margin: 0; background: var(--paper); color: var(--ink);
            font: 16px/1.55 Inter, "Helvetica Neue", Helvetica, Arial, "Noto Sans", sans-serif;
        }
        main { max-width: 1080px; margin: 0 auto; padding: 40px 20px 64px; }
        h1 { font-size: 1.9rem; line-height: 1.2; letter-spacing: -0.02em; margin: 0 0 12px; }
        h2 { font-size: 1.2rem; letter-spacing: -0.01em; margin: 52px 0 4px; }
        p { margin: 8px 0 16px; max-width: 68ch; }
        .lead, figcaption, footer, .note { color: var(--muted); }
        .scroll { overflow-x: auto; margin: 16px 0; }
        table { border-collapse: collapse; width: 100%; font-size: 0.9rem; }
        th, td {
            text-align: right; padding: 7px 10px; border-bottom: 1px solid var(--hair);
            white-space: nowrap; font-variant-numeric: tabular-nums;
        }
        th { font-weight: 500; color: var(--muted); }
        th:first-child, td:first-child { text-align: left; padding-left: 0; font-weight: 600; }
        td.best { font-weight: 600; background: var(--best); }
        .figures {
            display: grid; gap: 28px 36px;
            grid-template-columns: repeat(auto-fill, minmax(min(100%, 400px), 1fr));
        }
        figure { margin: 0; max-width: 600px; }
        figure svg {
            display: block; width: calc(100% + 32px); height: auto; margin: -8px -16px 0;
        }
        figcaption { font-size: 0.88rem; line-height: 1.5; }
        .note { overflow-wrap: anywhere; }
        h3 { font-size: 0.95rem; font-weight: 600; margin: 24px 0 4px; }
        dl { display: grid; grid-template-columns: minmax(0, 12em) minmax(0, 1fr); gap: 2px 16px;
            margin: 0; font-size: 0.95rem; overflow-wrap: anywhere; }
        dt { color: var(--muted); }
        dd { margin: 0; }
        footer { margin-top: 56px; padding-top: 16px; border-top: 1px solid var(--hair);
            font-size: 0.85rem; }
        footer li { margin: 4px 0; }
        """
}
