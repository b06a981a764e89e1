package dev.sojourn.store.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;

/** A data source that lists the statements that are executed, and may fail one of them on request. */
final class WatchedDataSource {

    /** What was executed since the list was cleared. */
    final List<String> executed = new CopyOnWriteArrayList<>();

    /** Thrown once, instead of executing the next statement. */
    final AtomicReference<SQLException> failure = new AtomicReference<>();

    /** The auto-commit of connections when they were given back. */
    final List<Boolean> returned = new CopyOnWriteArrayList<>();

    private final DataSource source;

    WatchedDataSource(DataSource source) {
        this.source = source;
    }

    DataSource dataSource() {
        return watching(DataSource.class, (method, args) -> {
            Object result = invoke(source, method, args);
            return result instanceof Connection connection ? connection(connection) : result;
        });
    }

    private Connection connection(Connection connection) {
        return watching(Connection.class, (method, args) -> {
            if (method.getName().equals("close")) {
                returned.add(connection.getAutoCommit());
            }
            Object result = invoke(connection, method, args);
            return result instanceof PreparedStatement statement ? statement(statement, (String) args[0]) : result;
        });
    }

    private PreparedStatement statement(PreparedStatement statement, String sql) {
        return watching(PreparedStatement.class, (method, args) -> {
            if (method.getName().startsWith("execute")) {
                executed.add(sql);
                SQLException planned = failure.getAndSet(null);
                if (planned != null) {
                    throw planned;
                }
            }
            return invoke(statement, method, args);
        });
    }

    private interface Watcher {
        Object call(Method method, Object[] args) throws Throwable;
    }

    private static <T> T watching(Class<T> type, Watcher watcher) {
        return type.cast(Proxy.newProxyInstance(
                WatchedDataSource.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, args) -> watcher.call(method, args)));
    }

    private static Object invoke(Object target, Method method, Object[] args) throws Throwable {
        try {
            return method.invoke(target, args);
        } catch (InvocationTargetException failure) {
            throw failure.getCause();
        }
    }
}
