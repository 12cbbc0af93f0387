console.error("not yet");
process.exitCode = 1;
