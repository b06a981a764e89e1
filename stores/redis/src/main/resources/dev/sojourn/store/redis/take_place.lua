-- KEYS: the index of the owner, and its places. Arguments: tag, hex, hex of the session to be replaced or '', the maximum.
-- A place is a field of the places, 'taken at:hex of the replaced', until its session appears; the dead are cleared on the way.
local tag, hex, instead, max = nextArg(), nextArg(), nextArg(), tonumber(nextArg())
local places, pending, replaced = redis.call('HGETALL', KEYS[2]), {}, {}
for i = 1, #places, 2 do
  local takenAt, other = string.match(places[i + 1], '^(%d+):(%x*)$')
  if tonumber(takenAt) + 60000 > now then
    pending[places[i]] = true
    replaced[other] = true
  else
    redis.call('HDEL', KEYS[2], places[i])
  end
end
local others = 0
for _, member in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
  local key = sessionKey(member)
  if redis.call('HGET', key, 'i') == tag and alive(key) then
    if member ~= hex and member ~= instead and not replaced[member] then others = others + 1 end
  elseif not pending[member] then
    redis.call('ZREM', KEYS[1], member)
  end
end
for member in pairs(pending) do
  if member ~= hex and member ~= instead and not alive(sessionKey(member)) then others = others + 1 end
end
if others >= max then return { 'full' } end
redis.call('HSET', KEYS[2], hex, string.format('%.0f', now) .. ':' .. instead)
keepAtLeast(KEYS[2], 120000)
return { 'saved' }
