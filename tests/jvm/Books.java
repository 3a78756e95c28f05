import com.adobe.epubcheck.tool.EpubChecker;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Checks many books in one virtual machine: starting one costs more than checking a book.
 * Each line of standard input holds the arguments of one run, tab-separated; each is answered by "status N".
 * Compiled for the tests with: javac --release 8 -cp epubcheck.jar Books.java
 */
public class Books {
    public static void main(String[] arguments) throws Exception {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream answers = System.out;
        System.setOut(System.err);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            answers.println("status " + new EpubChecker().run(line.split("\t")));
            answers.flush();
        }
    }
}
