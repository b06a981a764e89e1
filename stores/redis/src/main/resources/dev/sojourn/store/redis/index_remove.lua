-- In a cluster. KEYS: the index of the owner, and its places. Arguments: the sessions that are no more, in hex.
for i = at + 1, #ARGV do
  redis.call('ZREM', KEYS[1], ARGV[i])
  redis.call('HDEL', KEYS[2], ARGV[i])
end
return { 'saved' }
