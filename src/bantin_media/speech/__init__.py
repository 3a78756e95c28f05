"""Scripts → sound: running orders, the engines that speak, the voices of this machine, and the MP3s."""
