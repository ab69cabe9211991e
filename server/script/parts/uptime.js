if (counted.uptime) each("uptime", function (at) { at.textContent = counted.uptime + "%" });
