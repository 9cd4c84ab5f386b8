// Reads `YYYY-MM-DD MONTHS DAYS` and writes the day LocalDate counts to, `none` beyond the years 1 to
// 9999; reads two days and writes the days between them.
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

class Count {
    public static void main(String[] arguments) throws Exception {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
        StringBuilder answers = new StringBuilder();
        for (String line; (line = lines.readLine()) != null; ) {
            String[] words = line.split(" ");
            LocalDate day = LocalDate.parse(words[0]);
            if (words.length == 2) {
                answers.append(ChronoUnit.DAYS.between(day, LocalDate.parse(words[1])));
            } else {
                LocalDate end = day.plusMonths(Long.parseLong(words[1]));
                boolean within = end.getYear() >= 1 && end.getYear() <= 9999;
                end = end.plusDays(Long.parseLong(words[2]));
                within &= end.getYear() >= 1 && end.getYear() <= 9999;
                answers.append(within ? end.toString() : "none");
            }
            answers.append('\n');
        }
        System.out.print(answers);
    }
}
