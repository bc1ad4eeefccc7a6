"""Ways to a provider: asyncio shells behind one interface (:mod:`vox_console.transports.base`)."""
