-- In a cluster. KEYS: the index of the owner, and its places. Arguments: hex, hex of the session to be replaced or '', and how many
-- places had been taken when the sessions were counted; where another was taken since, they are to be counted again.
local hex, instead, seen = nextArg(), nextArg(), nextArg()
if (redis.call('HGET', KEYS[2], '#') or '') ~= seen then return { 'again' } end
redis.call('HSET', KEYS[2], hex, string.format('%.0f', now) .. ':' .. instead)
redis.call('HINCRBY', KEYS[2], '#', 1)
keepAtLeast(KEYS[2], 120000)
return { 'saved' }
