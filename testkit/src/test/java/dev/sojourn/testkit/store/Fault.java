package dev.sojourn.testkit.store;

import dev.sojourn.session.store.Changes;
import dev.sojourn.session.store.PackedAttributes;
import dev.sojourn.session.store.SaveResult;
import dev.sojourn.session.store.SaveResult.Gone;
import dev.sojourn.session.store.SaveResult.Saved;
import dev.sojourn.session.store.SaveResult.Stale;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.StoreKey;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What has gone wrong in session stores, one fault at a time, with the test that must notice. */
enum Fault {
    SAVE_CREATES("aSaveAfterDeleteIsGoneAndRevivesNothing", () -> new FullReferenceStore() {
        @Override
        public synchronized SaveResult save(StoredSession found, Changes changes, Instant now) {
            SaveResult result = super.save(found, changes, now);
            return result instanceof Gone ? new Saved(write(changes.applyTo(found))) : result;
        }
    }),
    LAST_WHOLE_RECORD_WINS("whatWasFoundBeforeAnotherWroteIsMergedIntoTheRecordAsItIs", () -> new FullReferenceStore() {
        @Override
        public synchronized SaveResult save(StoredSession found, Changes changes, Instant now) {
            SaveResult result = super.save(found, changes, now);
            return result instanceof Saved ? new Saved(write(changes.applyTo(found))) : result;
        }
    }),
    RECORD_WITHOUT_EXPIRY("aSessionIsAbsentFromTheInstantOfItsDeadlineOn", () -> new FullReferenceStore() {
        @Override
        StoredSession write(StoredSession session) {
            return super.write(expiring(session, session.createdAt().plus(Duration.ofDays(365))));
        }
    }),
    SAVE_LOSES_THE_EXPIRY("theLaterDeadlineWins", () -> new FullReferenceStore() {
        @Override
        public synchronized SaveResult save(StoredSession found, Changes changes, Instant now) {
            SaveResult result = super.save(found, changes, now);
            return result instanceof Saved saved
                    ? new Saved(write(expiring(saved.session(), now.plus(Duration.ofDays(365)))))
                    : result;
        }
    }),
    FINDS_THE_EXPIRED("aSessionIsAbsentFromTheInstantOfItsDeadlineOn", () -> new FullReferenceStore() {
        @Override
        public synchronized Optional<StoredSession> find(StoreKey key, Instant now) {
            return Optional.ofNullable(records.get(key));
        }
    }),
    SAVE_REVIVES_THE_EXPIRED("savingAfterTheDeadlineIsGoneHoweverLateTheNewDeadlineIs", () -> new FullReferenceStore() {
        @Override
        public synchronized SaveResult save(StoredSession found, Changes changes, Instant now) {
            return super.save(found, changes, Instant.EPOCH);
        }
    }),
    RENEW_REVIVES_THE_EXPIRED("renewingAfterTheDeadlineIsGone", () -> new FullReferenceStore() {
        @Override
        public synchronized SaveResult renew(StoredSession found, StoreKey next, Changes changes, Instant now) {
            return super.renew(found, next, changes, Instant.EPOCH);
        }
    }),
    CREATE_REPLACES("creatingUnderALiveKeyIsTakenAndChangesNothing", () -> new FullReferenceStore() {
        @Override
        public synchronized SaveResult create(StoredSession session, Instant now) {
            return new Saved(write(session));
        }
    }),
    CREATE_IS_BLOCKED_BY_THE_EXPIRED("anExpiredSessionMakesRoomForANewOneUnderItsKey", () -> new FullReferenceStore() {
        @Override
        public synchronized SaveResult create(StoredSession session, Instant now) {
            return super.create(session, Instant.EPOCH);
        }
    }),
    CREATE_LOOKS_AND_THEN_WRITES("ofTwoCreatesUnderOneKeyOneWins", () -> new FullReferenceStore() {
        @Override
        @SuppressWarnings("UnsynchronizedOverridesSynchronized")
        public SaveResult create(StoredSession session, Instant now) {
            Optional<StoredSession> there = find(session.key(), now);
            letOthersIn();
            return there.isPresent() ? new SaveResult.Taken() : insert(session);
        }

        private synchronized SaveResult insert(StoredSession session) {
            return new Saved(write(session));
        }
    }),
    SAVE_READS_AND_THEN_WRITES("fiftyWritersOfFiftyAttributesAllWin", () -> new FullReferenceStore() {
        @Override
        @SuppressWarnings("UnsynchronizedOverridesSynchronized")
        public SaveResult save(StoredSession found, Changes changes, Instant now) {
            StoredSession current = find(found.key(), now).orElse(null);
            letOthersIn();
            return current == null ? new Gone() : overwrite(changes.applyTo(current), now);
        }

        private synchronized SaveResult overwrite(StoredSession merged, Instant now) {
            return live(merged.key(), now) == null ? new Gone() : new Saved(write(merged));
        }
    }),
    UPDATE_CHECKS_AND_THEN_WRITES("fiftyIncrementsOfOneAttributeCountFifty", () -> new FullReferenceStore() {
        @Override
        @SuppressWarnings("UnsynchronizedOverridesSynchronized")
        public SaveResult save(StoredSession found, Changes changes, Instant now) {
            StoredSession current = find(found.key(), now).orElse(null);
            if (current != null && !changes.expectationsHold(current)) {
                return new Stale(current);
            }
            letOthersIn();
            return super.save(found, blind(changes), now);
        }
    }),
    LOGOUT_OVERTAKEN_BY_A_WRITER("aTouchAgainstADeleteNeverRevives", () -> new FullReferenceStore() {
        @Override
        @SuppressWarnings("UnsynchronizedOverridesSynchronized")
        public SaveResult save(StoredSession found, Changes changes, Instant now) {
            Optional<StoredSession> current = find(found.key(), now);
            letOthersIn();
            return current.isEmpty() ? new Gone() : overwrite(changes.applyTo(current.get()));
        }

        private synchronized SaveResult overwrite(StoredSession session) {
            return new Saved(write(session));
        }
    }),
    EXPECTATIONS_ARE_IGNORED("aValueThatChangedMeanwhileIsStale", () -> new FullReferenceStore() {
        @Override
        public synchronized SaveResult save(StoredSession found, Changes changes, Instant now) {
            return super.save(found, blind(changes), now);
        }
    }),
    EXPECTATIONS_ARE_JUDGED_BY_VERSION(
            "expectationsAreJudgedOnTheRecordAsItIsNotAsItWasFound", () -> new FullReferenceStore() {
                @Override
                public synchronized SaveResult save(StoredSession found, Changes changes, Instant now) {
                    StoredSession current = live(found.key(), now);
                    boolean stale = current != null && !changes.expected().isEmpty() && !unchanged(found, current);
                    return stale ? new Stale(current) : super.save(found, changes, now);
                }
            }),
    STALE_WRITES_ALL_THE_SAME("anExpectationThatNeverHeldIsStale", () -> new FullReferenceStore() {
        @Override
        public synchronized SaveResult save(StoredSession found, Changes changes, Instant now) {
            SaveResult result = super.save(found, changes, now);
            if (result instanceof Stale stale) {
                write(changes.applyTo(stale.current()));
            }
            return result;
        }
    }),
    EMPTY_COUNTS_AS_ABSENT("anEmptyValueIsNotExpectedAsAbsentNorTheOtherWayRound", () -> new FullReferenceStore() {
        @Override
        StoredSession write(StoredSession session) {
            Map<String, byte[]> attributes =
                    new LinkedHashMap<>(session.attributes().toMap());
            attributes.values().removeIf(value -> value.length == 0);
            return super.write(holding(session, attributes));
        }
    }),
    THE_LAST_DEADLINE_WINS("theLaterDeadlineWins", () -> new FullReferenceStore() {
        @Override
        public synchronized SaveResult save(StoredSession found, Changes changes, Instant now) {
            SaveResult result = super.save(found, changes, now);
            return result instanceof Saved saved
                    ? new Saved(write(expiring(saved.session(), changes.expiresAt())), saved.overwritten())
                    : result;
        }
    }),
    OVERWRITTEN_IS_NOT_TOLD("namesThatAnotherWroteMeanwhileAreToldAsOverwritten", () -> new FullReferenceStore() {
        @Override
        public synchronized SaveResult save(StoredSession found, Changes changes, Instant now) {
            SaveResult result = super.save(found, changes, now);
            return result instanceof Saved saved ? new Saved(saved.session()) : result;
        }
    }),
    EVERYTHING_IS_TOLD_AS_OVERWRITTEN("whoMeetsNobodyOverwritesNothing", () -> new FullReferenceStore() {
        @Override
        public synchronized SaveResult save(StoredSession found, Changes changes, Instant now) {
            SaveResult result = super.save(found, changes, now);
            Set<String> names = changes.set().keySet();
            return result instanceof Saved saved ? new Saved(saved.session(), names) : result;
        }
    }),
    RENEW_LEAVES_BOTH_KEYS("aRenewedSessionIsFoundUnderItsNewKeyAlone", () -> new FullReferenceStore() {
        @Override
        public synchronized SaveResult renew(StoredSession found, StoreKey next, Changes changes, Instant now) {
            SaveResult result = super.renew(found, next, changes, now);
            if (result instanceof Saved) {
                write(found);
            }
            return result;
        }
    }),
    RENEW_COPIES_AND_THEN_DELETES("atNoMomentOfARenewalAreBothKeysFound", () -> new FullReferenceStore() {
        @Override
        @SuppressWarnings("UnsynchronizedOverridesSynchronized")
        public SaveResult renew(StoredSession found, StoreKey next, Changes changes, Instant now) {
            SaveResult copied = create(changes.applyTo(found).withKey(next), now);
            letOthersIn();
            delete(found.key(), now);
            return copied;
        }
    }),
    RENEW_IGNORES_THE_VERSION("aSessionWrittenMeanwhileIsStaleAndStaysWhereItIs", () -> new FullReferenceStore() {
        @Override
        boolean unchanged(StoredSession found, StoredSession current) {
            return true;
        }
    }),
    RENEW_COMPARES_CONTENT_ALONE("aSessionWrittenBackToWhatItWasIsStaleAllTheSame", () -> new FullReferenceStore() {
        @Override
        boolean unchanged(StoredSession found, StoredSession current) {
            return found.withVersion(null).equals(current.withVersion(null));
        }
    }),
    RENEW_REPLACES_ANOTHER_SESSION("aNewKeyInUseIsTakenAndBothSessionsStayAsTheyWere", () -> new FullReferenceStore() {
        @Override
        public synchronized SaveResult renew(StoredSession found, StoreKey next, Changes changes, Instant now) {
            records.remove(next);
            return super.renew(found, next, changes, now);
        }
    }),
    RENEW_DELETES_BEFORE_IT_LOOKS("aNewKeyInUseIsTakenAndBothSessionsStayAsTheyWere", () -> new FullReferenceStore() {
        @Override
        public synchronized SaveResult renew(StoredSession found, StoreKey next, Changes changes, Instant now) {
            SaveResult result = super.renew(found, next, changes, now);
            if (result instanceof SaveResult.Taken) {
                records.remove(found.key());
            }
            return result;
        }
    }),
    RENEW_FORGETS_THE_CHANGES("changesAreMergedOnTheWay", () -> new FullReferenceStore() {
        @Override
        public synchronized SaveResult renew(StoredSession found, StoreKey next, Changes changes, Instant now) {
            return super.renew(found, next, Records.touch(now), now);
        }
    }),
    DELETE_DOES_NOTHING("aDeletedSessionIsAbsent", () -> new FullReferenceStore() {
        @Override
        public synchronized void delete(StoreKey key, Instant now) {}
    }),
    NAMES_IGNORE_CASE("everyNameOfAnAttributeComesBack", () -> new FullReferenceStore() {
        @Override
        StoredSession write(StoredSession session) {
            Map<String, byte[]> attributes = new LinkedHashMap<>();
            session.attributes().toMap().forEach((name, value) -> {
                attributes.put(name.toLowerCase(Locale.ROOT), value);
            });
            return super.write(holding(session, attributes));
        }
    }),
    HALF_OF_THE_KEY_COUNTS("keysThatDifferInOneBitAreDifferentSessions", () -> new FullReferenceStore() {
        @Override
        @Nullable
        StoredSession live(StoreKey key, Instant now) {
            String half = key.hex().substring(0, 32);
            return records.values().stream()
                    .filter(record -> record.key().hex().startsWith(half) && !record.expired(now))
                    .findAny()
                    .orElse(null);
        }
    }),
    TIMES_IN_SECONDS("timesComeBackToTheMillisecond", () -> new FullReferenceStore() {
        @Override
        StoredSession write(StoredSession session) {
            return super.write(
                    expiring(session, Instant.ofEpochSecond(session.expiresAt().getEpochSecond())));
        }
    }),
    LISTS_THE_DEAD("theDeadAreNotListed", () -> new FullReferenceStore() {
        @Override
        public synchronized List<StoredSession> sessionsOf(String owner, Instant now) {
            return super.sessionsOf(owner, Instant.EPOCH);
        }
    }),
    ENDING_ALL_MISSES_WHAT_MOVES("aSessionRenewedWhileAllAreEndedIsEndedAsWell", () -> new FullReferenceStore() {
        @Override
        @SuppressWarnings("UnsynchronizedOverridesSynchronized")
        public int endSessionsOf(String owner, @Nullable StoreKey except, Instant now) {
            List<StoredSession> listed = sessionsOf(owner, now);
            letOthersIn();
            listed.forEach(record -> delete(record.key(), now));
            return listed.size();
        }
    }),
    ENDING_ALL_SPARES_NOBODY("endingAllButOneSparesIt", () -> new FullReferenceStore() {
        @Override
        public synchronized int endSessionsOf(String owner, @Nullable StoreKey except, Instant now) {
            return super.endSessionsOf(owner, null, now);
        }
    }),
    ONE_PLACE_TOO_MANY("anOwnerHasAsManyPlacesAsAllowed", () -> new FullReferenceStore() {
        @Override
        public synchronized boolean takePlace(
                String owner, StoreKey key, @Nullable StoreKey instead, int max, Instant now) {
            return super.takePlace(owner, key, instead, max + 1, now);
        }
    }),
    PLACES_ARE_COUNTED_FIRST_AND_TAKEN_LATER(
            "ofManySignInsAtOnceExactlyTheAllowedNumberGetsIn", () -> new FullReferenceStore() {
                @Override
                @SuppressWarnings("UnsynchronizedOverridesSynchronized") // that is the fault
                public boolean takePlace(String owner, StoreKey key, @Nullable StoreKey instead, int max, Instant now) {
                    boolean free = sessionsOf(owner, now).size() < max;
                    letOthersIn();
                    return free;
                }
            }),
    PLACES_ARE_KEPT_FOREVER("aPlaceWithoutASessionIsFreeAfterAMinute", () -> new FullReferenceStore() {
        @Override
        public synchronized boolean takePlace(
                String owner, StoreKey key, @Nullable StoreKey instead, int max, Instant now) {
            return super.takePlace(owner, key, instead, max, start(now));
        }

        private Instant start(Instant now) {
            return places.values().stream().map(Place::takenAt).findFirst().orElse(now);
        }
    }),
    THE_REPLACED_COUNTS("theSessionThatIsReplacedDoesNotCount", () -> new FullReferenceStore() {
        @Override
        public synchronized boolean takePlace(
                String owner, StoreKey key, @Nullable StoreKey instead, int max, Instant now) {
            return super.takePlace(owner, key, null, max, now);
        }
    }),
    CLEANING_TAKES_THE_LIVING("theLivingAreLeftAlone", () -> new FullReferenceStore() {
        @Override
        public synchronized int deleteExpired(Instant now) {
            return super.deleteExpired(now.plusSeconds(3_600));
        }
    }),
    CLEANING_HAS_NO_PATIENCE("whatDiedWithinTheLastMinuteIsSpared", () -> new FullReferenceStore() {
        @Override
        public synchronized int deleteExpired(Instant now) {
            return super.deleteExpired(now.plusSeconds(60));
        }
    }),
    CLEANING_DOES_NOTHING("whatIsLongDeadIsRemovedAndCounted", () -> new FullReferenceStore() {
        @Override
        public synchronized int deleteExpired(Instant now) {
            return 0;
        }
    }),
    A_RESTART_FORGETS("whatWasAcknowledgedIsThereAfterARestart", FullReferenceStore::new) {
        @Override
        FullReferenceStore reopen(FullReferenceStore closed) {
            return open();
        }
    };

    private final String caughtBy;

    @SuppressWarnings("ImmutableEnumChecker") // none of the suppliers holds anything
    private final Supplier<FullReferenceStore> broken;

    Fault(String caughtBy, Supplier<FullReferenceStore> broken) {
        this.caughtBy = caughtBy;
        this.broken = broken;
    }

    FullReferenceStore open() {
        return broken.get();
    }

    FullReferenceStore reopen(FullReferenceStore closed) {
        FullReferenceStore again = open();
        again.records.putAll(closed.records);
        return again;
    }

    /** The test of the exam that is there for this fault. */
    String caughtBy() {
        return caughtBy;
    }

    /** What a slow backend does between two calls. */
    private static void letOthersIn() {
        LockSupport.parkNanos(50_000);
    }

    private static StoredSession expiring(StoredSession session, Instant expiresAt) {
        return new StoredSession(
                session.key(),
                session.attributes(),
                session.createdAt(),
                session.lastSeenAt(),
                expiresAt,
                session.endsAt(),
                session.owner(),
                session.device(),
                session.version());
    }

    private static StoredSession holding(StoredSession session, Map<String, byte[]> attributes) {
        return new StoredSession(
                session.key(),
                PackedAttributes.of(attributes),
                session.createdAt(),
                session.lastSeenAt(),
                session.expiresAt(),
                session.endsAt(),
                session.owner(),
                session.device(),
                session.version());
    }

    /** The same changes without what they expect. */
    private static Changes blind(Changes changes) {
        return new Changes(
                changes.set(),
                changes.removed(),
                Map.of(),
                changes.createdAt(),
                changes.lastSeenAt(),
                changes.expiresAt(),
                changes.endsAt(),
                changes.owner(),
                changes.device());
    }
}
