// Preloaded into processes that another one of ours starts: when that one is gone, however it went, so is this one.
if (process.channel) {
  process.on("disconnect", () => process.exit(1));
  process.channel.unref();
}
