-- In a cluster, before a session appears. KEYS: the index of the owner, and its places. Arguments: hex, when it ends, hex of the
-- session that it replaces or ''. It has a place from now on, which counts until it appears.
local hex, ends, replaced = nextArg(), tonumber(nextArg()), nextArg()
redis.call('ZADD', KEYS[1], ends, hex)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - 60000)
keepAtLeast(KEYS[1], math.max(1, ends - now) + 60000)
redis.call('HSETNX', KEYS[2], hex, string.format('%.0f', now) .. ':' .. replaced)
if replaced ~= '' then redis.call('HDEL', KEYS[2], replaced) end
local places = redis.call('HGETALL', KEYS[2])
for i = 1, #places, 2 do
  local takenAt = string.match(places[i + 1], '^(%d+):')
  if takenAt and tonumber(takenAt) + 120000 < now then redis.call('HDEL', KEYS[2], places[i]) end
end
keepAtLeast(KEYS[2], 120000)
return { 'saved' }
