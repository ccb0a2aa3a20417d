import static io.trino.testing.TestingSession.testSessionBuilder;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.trino.Session;
import io.trino.spi.HostAddress;
import io.trino.spi.Plugin;
import io.trino.spi.connector.*;
import io.trino.spi.transaction.IsolationLevel;
import io.trino.spi.type.*;
import io.trino.testing.DistributedQueryRunner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.*;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A real Trino on a free loopback port, to run the Athena texts on; it prints "trino ready at URL" and ends when its standard input does.
 * Its tables are files, SCHEMA.TABLE.tsv in the folder given: the first line names the columns as {@code name:type}, values are separated
 * by tabs, {@code \N} is null. A file added later is a table at once.
 */
public class TrinoForTests {
    static Path folder;

    public static void main(String[] args) throws Exception {
        folder = Path.of(args[0]);
        Session session = testSessionBuilder().setCatalog("awsdatacatalog").setSchema("default").build();
        DistributedQueryRunner runner = DistributedQueryRunner.builder(session)
                .setNodeCount(1)
                // a prepared statement travels in a header: the reports with all their models need more than the 8 kB that Jetty allows
                .addExtraProperty("http-server.max-request-header-size", "256kB")
                .build();
        runner.installPlugin(new Plugin() {
            @Override
            public Iterable<ConnectorFactory> getConnectorFactories() {
                return List.of(new FilesFactory());
            }
        });
        runner.createCatalog("awsdatacatalog", "files", Map.of());
        System.out.println("trino ready at " + runner.getCoordinator().getBaseUrl());
        while (System.in.read() >= 0) {} // the tests hold the other end, however they end
        System.exit(0);
    }

    // The connector: every table is one split of one in-memory record set.

    enum Transaction implements ConnectorTransactionHandle { ONLY }
    public record Table(String schema, String table) implements ConnectorTableHandle {}
    public record Column(String name, int index) implements ColumnHandle {}
    public record Split(@JsonProperty("part") String part) implements ConnectorSplit {
        @JsonIgnore @Override public boolean isRemotelyAccessible() { return true; }
        @JsonIgnore @Override public List<HostAddress> getAddresses() { return List.of(); }
        @JsonIgnore @Override public Object getInfo() { return part; }
        @JsonIgnore @Override public long getRetainedSizeInBytes() { return 64; }
    }

    static class FilesFactory implements ConnectorFactory {
        @Override public String getName() { return "files"; }
        @Override public Connector create(String catalog, Map<String, String> config, ConnectorContext context) { return new FilesConnector(); }
    }

    static class FilesConnector implements Connector {
        @Override public ConnectorTransactionHandle beginTransaction(IsolationLevel level, boolean readOnly, boolean autoCommit) { return Transaction.ONLY; }
        @Override public ConnectorMetadata getMetadata(ConnectorSession session, ConnectorTransactionHandle transaction) { return new FilesMetadata(); }
        @Override public ConnectorSplitManager getSplitManager() {
            return new ConnectorSplitManager() {
                @Override
                public ConnectorSplitSource getSplits(ConnectorTransactionHandle t, ConnectorSession s, ConnectorTableHandle table, DynamicFilter f, Constraint c) {
                    return new FixedSplitSource(List.of(new Split("all")));
                }
            };
        }
        @Override public ConnectorRecordSetProvider getRecordSetProvider() {
            return new ConnectorRecordSetProvider() {
                @Override
                public RecordSet getRecordSet(ConnectorTransactionHandle t, ConnectorSession s, ConnectorSplit split, ConnectorTableHandle table, List<? extends ColumnHandle> columns) {
                    Content content = content((Table) table);
                    int[] at = columns.stream().mapToInt(c -> ((Column) c).index()).toArray();
                    List<Type> types = Arrays.stream(at).mapToObj(i -> content.columns.get(i).getType()).toList();
                    List<List<?>> rows = content.rows.stream().<List<?>>map(r -> Arrays.stream(at).mapToObj(i -> r[i]).collect(Collectors.toCollection(ArrayList::new))).toList();
                    return new InMemoryRecordSet(types, rows);
                }
            };
        }
    }

    static class FilesMetadata implements ConnectorMetadata {
        @Override public List<String> listSchemaNames(ConnectorSession session) { return names().stream().map(SchemaTableName::getSchemaName).distinct().toList(); }
        @Override public List<SchemaTableName> listTables(ConnectorSession session, Optional<String> schema) {
            return names().stream().filter(n -> schema.isEmpty() || schema.get().equals(n.getSchemaName())).toList();
        }
        @Override public ConnectorTableHandle getTableHandle(ConnectorSession session, SchemaTableName name) {
            return names().contains(name) ? new Table(name.getSchemaName(), name.getTableName()) : null;
        }
        @Override public ConnectorTableMetadata getTableMetadata(ConnectorSession session, ConnectorTableHandle handle) {
            Table t = (Table) handle;
            return new ConnectorTableMetadata(new SchemaTableName(t.schema, t.table), content(t).columns);
        }
        @Override public Map<String, ColumnHandle> getColumnHandles(ConnectorSession session, ConnectorTableHandle handle) {
            List<ColumnMetadata> columns = content((Table) handle).columns;
            return IntStream.range(0, columns.size()).boxed().collect(Collectors.toMap(i -> columns.get(i).getName(), i -> new Column(columns.get(i).getName(), i)));
        }
        @Override public ColumnMetadata getColumnMetadata(ConnectorSession session, ConnectorTableHandle handle, ColumnHandle column) {
            return content((Table) handle).columns.get(((Column) column).index());
        }
        @Override public Iterator<TableColumnsMetadata> streamTableColumns(ConnectorSession session, SchemaTablePrefix prefix) {
            return names().stream().filter(prefix::matches)
                    .map(n -> TableColumnsMetadata.forTable(n, content(new Table(n.getSchemaName(), n.getTableName())).columns)).iterator();
        }
    }

    // The files.

    record Content(List<ColumnMetadata> columns, List<Object[]> rows) {}

    static final Map<String, Content> READ = new ConcurrentHashMap<>();

    static Set<SchemaTableName> names() {
        try (var files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).filter(f -> f.endsWith(".tsv"))
                    .map(f -> f.split("\\.")).map(p -> new SchemaTableName(p[0], p[1])).collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Content content(Table t) {
        Path file = folder.resolve(t.schema + "." + t.table + ".tsv");
        try {
            return READ.computeIfAbsent(file + "@" + Files.getLastModifiedTime(file), key -> read(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Content read(Path file) {
        try (var lines = Files.lines(file)) {
            var all = lines.iterator();
            List<ColumnMetadata> columns = Arrays.stream(all.next().split("\t")).map(c -> c.split(":", 2)).map(p -> new ColumnMetadata(p[0], type(p[1]))).toList();
            List<Object[]> rows = new ArrayList<>();
            while (all.hasNext()) {
                String[] cells = all.next().split("\t", -1);
                rows.add(IntStream.range(0, columns.size()).mapToObj(i -> cells[i].equals("\\N") ? null : value(columns.get(i).getType(), cells[i])).toArray());
            }
            return new Content(columns, rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Type type(String name) {
        if (name.startsWith("decimal(")) {
            String[] p = name.substring(8, name.length() - 1).split(",");
            return DecimalType.createDecimalType(Integer.parseInt(p[0].trim()), Integer.parseInt(p[1].trim()));
        }
        return switch (name) {
            case "varchar" -> VarcharType.VARCHAR;
            case "bigint" -> BigintType.BIGINT;
            case "integer" -> IntegerType.INTEGER;
            case "double" -> DoubleType.DOUBLE;
            case "boolean" -> BooleanType.BOOLEAN;
            case "date" -> DateType.DATE;
            case "timestamp" -> TimestampType.TIMESTAMP_MILLIS;
            default -> throw new IllegalArgumentException("type not known here: " + name);
        };
    }

    static Object value(Type type, String text) {
        if (type instanceof VarcharType) return text;
        if (type instanceof BigintType) return Long.parseLong(text);
        if (type instanceof IntegerType) return Long.parseLong(text);
        if (type instanceof DoubleType) return Double.parseDouble(text);
        if (type instanceof BooleanType) return Boolean.parseBoolean(text);
        if (type instanceof DateType) return LocalDate.parse(text).toEpochDay();
        if (type instanceof DecimalType d) return new BigDecimal(text).setScale(d.getScale()).unscaledValue().longValueExact();
        LocalDateTime t = LocalDateTime.parse(text.replace(' ', 'T'));
        return t.toEpochSecond(ZoneOffset.UTC) * 1_000_000L + t.getNano() / 1000;
    }
}
