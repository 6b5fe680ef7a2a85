import edu.stanford.nlp.ie.crf.CRFClassifier;
import edu.stanford.nlp.util.Triple;
import java.io.*;
import java.nio.charset.StandardCharsets;

/** Reads one text a line (line breaks as \n), writes "LABEL,start,end …" in code points, one line a text. */
public class NamesTeacher {
    public static void main(String[] arguments) throws Exception {
        CRFClassifier<?> classifier = CRFClassifier.getClassifier(arguments[0]);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream out = new PrintStream(System.out, true, "UTF-8");
        for (String line; (line = in.readLine()) != null; ) {
            String text = line.replace("\\n", "\n");
            StringBuilder found = new StringBuilder();
            for (Triple<String, Integer, Integer> name : classifier.classifyToCharacterOffsets(text)) {
                int start = text.codePointCount(0, name.second()), end = text.codePointCount(0, name.third());
                found.append(name.first()).append(',').append(start).append(',').append(end).append(' ');
            }
            out.println(found.toString().trim());
        }
    }
}
