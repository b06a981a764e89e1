-- In a cluster. KEYS: the index of the owner, and its places. Answers both as they are at one moment.
return { 'saved', redis.call('ZRANGE', KEYS[1], 0, -1), redis.call('HGETALL', KEYS[2]) }
