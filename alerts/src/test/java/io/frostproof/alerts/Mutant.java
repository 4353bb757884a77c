package io.frostproof.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** This room with one text of its code replaced by another, to see whether its tests notice. */
public final class Mutant {

    private Mutant() {}

    /**
     * Loads the room's classes and tests, all anew.
     *
     * @param file a source file of this room, such as {@code "desk/Regroup"}
     * @param text has to be there exactly once
     */
    public static ClassLoader of(String file, String text, String replacement) throws IOException {
        return new Mutated(compiled(file, text, replacement));
    }

    /** The classes of one source file, in memory, with a text replaced that has to be there exactly once. */
    private static Map<String, byte[]> compiled(String file, String text, String replacement) throws IOException {
        Path path = Path.of("src", "main", "java")
                .resolve(Mutant.class.getPackageName().replace('.', '/'))
                .resolve(file + ".java");
        String source = Files.readString(path);
        int at = source.indexOf(text);
        assertThat(at).as("where '%s' is in %s", text, path).isNotNegative();
        assertThat(source.indexOf(text, at + 1)).as("where else").isNegative();
        String mutated = source.replace(text, replacement);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        var classes = new HashMap<String, ByteArrayOutputStream>();
        var messages = new StringWriter();
        try (var files = new InMemory(compiler.getStandardFileManager(null, null, null), classes)) {
            boolean done = compiler.getTask(
                            messages,
                            files,
                            null,
                            List.of("-proc:none", "-nowarn", "-classpath", System.getProperty("java.class.path")),
                            null,
                            List.of(
                                    new SimpleJavaFileObject(
                                            URI.create("string:///" + file + ".java"), JavaFileObject.Kind.SOURCE) {
                                        @Override
                                        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                                            return mutated;
                                        }
                                    }))
                    .call();
            assertThat(done).as(messages.toString()).isTrue();
        }
        var bytes = new HashMap<String, byte[]>();
        classes.forEach((name, out) -> bytes.put(name, out.toByteArray()));
        return bytes;
    }

    private static final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, ByteArrayOutputStream> classes;

        private InMemory(JavaFileManager files, Map<String, ByteArrayOutputStream> classes) {
            super(files);
            this.classes = classes;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("memory:///" + className), kind) {
                @Override
                public OutputStream openOutputStream() {
                    var out = new ByteArrayOutputStream();
                    classes.put(className, out);
                    return out;
                }
            };
        }
    }

    /** The room's classes and tests once more, with some of them replaced. */
    private static final class Mutated extends ClassLoader {
        private final Map<String, byte[]> replaced;

        private Mutated(Map<String, byte[]> replaced) {
            super(Mutant.class.getClassLoader());
            this.replaced = replaced;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                if (loaded != null) {
                    return loaded;
                }
                if (!name.startsWith("io.frostproof.")) {
                    return super.loadClass(name, resolve);
                }
                byte[] bytes = replaced.containsKey(name) ? replaced.get(name) : asBuilt(name);
                return defineClass(name, bytes, 0, bytes.length);
            }
        }

        private byte[] asBuilt(String name) throws ClassNotFoundException {
            try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                return in.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
