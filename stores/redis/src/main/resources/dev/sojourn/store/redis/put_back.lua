-- Undoes the first step of a renewal whose second step was refused. KEYS: the session. Arguments: the key it was to go to, in hex,
-- expires, then field and value of everything.
local nextHex, expires = nextArg(), tonumber(nextArg())
if redis.call('HGET', KEYS[1], 't') ~= nextHex then return { 'gone' } end
redis.call('DEL', KEYS[1])
for i = at + 1, #ARGV, 2 do
  redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1])
end
expireWith(KEYS[1], expires)
return { 'saved', replicas() }
