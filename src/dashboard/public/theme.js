// Runs before the first paint, so that a saved theme does not flash the other one.
try {
  const saved = localStorage.getItem('throughline.theme');
  if (saved === 'dark' || saved === 'light') document.documentElement.dataset.theme = saved;
} catch {
  // Storage is switched off: the system's theme is used.
}
