each("hits", function (at) { at.textContent = counted.hits.toLocaleString() });
