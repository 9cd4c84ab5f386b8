// Reads `YYYY-MM-DD YEARS MONTHS WEEKS DAYS`, the counts below zero for earlier, and writes the day
// LocalDate counts to, `none` beyond the years 1 to 9999; reads two days, writes the days between.
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
                LocalDate end = end(day, words);
                boolean within = end.getYear() >= 1 && end.getYear() <= 9999;
                answers.append(within ? end.toString() : "none");
            }
            answers.append('\n');
        }
        System.out.print(answers);
    }

    static LocalDate end(LocalDate day, String[] words) {
        long months = Long.parseLong(words[1]) * 12 + Long.parseLong(words[2]);
        long days = Long.parseLong(words[3]) * 7 + Long.parseLong(words[4]);
        return months < 0 || days < 0
            ? day.minusMonths(-months).minusDays(-days)
            : day.plusMonths(months).plusDays(days);
    }
}
