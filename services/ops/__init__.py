"""Operations: the event archive, the live page, timelines, figures, and the browser's way in."""
