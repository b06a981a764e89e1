-- KEYS: the index of the owner. Arguments: tag, hex of the session to spare or ''. Answers how many lived, replicas.
local tag, spared = nextArg(), nextArg()
local ended = 0
for _, hex in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
  local key = sessionKey(hex)
  if hex ~= spared and redis.call('HGET', key, 'i') == tag then
    if alive(key) then ended = ended + 1 end
    redis.call('DEL', key)
    removeFromIndex(tag, hex)
  end
end
return { 'saved', tostring(ended), replicas() }
