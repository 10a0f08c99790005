import Foundation
import Testing

/// Commands that must end before anything is trained, with their exit status and a part of the message.
@Suite struct RefusedUsageTests {
  static let refused: [(arguments: String, status: Int32, message: String)] = [
    ("evaluat", 64, "evaluat"),
    ("evaluate --nonsense", 64, "--nonsense"),
    ("evaluate --model poop", 64, "unknown model \"poop\" (did you mean pop?)"),
    ("evaluate --model pop,,markov", 64, "--model"),
    ("evaluate --model pop,pop", 64, "the model pop is named twice"),
    ("evaluate --protocol leave-two-out", 64, "leave-two-out"),
    (
      "evaluate --model autoseqrec --preset tuned --set trendWeight=0.5", 64,
      "lambda1 + lambda2 + transitionWeight + trendWeight is 0.2 + 0.2 + 0.2 + 0.5"
    ),
    ("evaluate --preset best", 64, "called \"best\" (there is default, paper-code, tuned)"),
    ("evaluate --preset paper-cod", 64, "called \"paper-cod\" (did you mean paper-code?)"),
    ("evaluate --model sasrec --preset movielen", 64, "did you mean movielens?"),
    ("evaluate --set autosekrec.width=8", 64, "(did you mean autoseqrec?)"),
    ("evaluate --seen perhaps", 64, "perhaps"),
    ("evaluate --format parquet", 64, "parquet"),
    ("evaluate --set widht=8", 64, "called \"widht\" (did you mean width?)"),
    ("evaluate --set encodrate=1", 64, "did you mean encoderRate?"),
    ("evaluate --set zzzzzz=8", 64, "one of width, epochs"),
    ("evaluate --model pop --set width=8", 64, "no hyper-parameter of pop is called \"width\""),
    ("evaluate --model pop --set autoseqrec.width=8", 64, "autoseqrec is none of the models pop"),
    ("evaluate --set pop.width=8", 64, "of pop is called \"width\" (there is none)"),
    ("evaluate --set width", 64, "--set"),
    ("evaluate --set width=0", 64, "a whole number from 1 to 65536, found \"0\""),
    ("evaluate --set width=1.5", 64, "a whole number"),
    ("evaluate --set width=", 64, "found \"\""),
    ("evaluate --set epochs=-1", 64, "a whole number from 0"),
    ("evaluate --set batch=0", 64, "a whole number from 1"),
    ("evaluate --set rate=0", 64, "a number above 0"),
    ("evaluate --set sourceRate=nan", 64, "a number above 0"),
    ("evaluate --set sourceRate=inf", 64, "a number above 0"),
    ("evaluate --set dropout=1", 64, "from 0 to below 1"),
    ("evaluate --set outputDropout=-0.1", 64, "from 0 to below 1"),
    ("evaluate --set lambda1=1.1", 64, "from 0 to 1"),
    ("evaluate --set lambda1=0.7 --set lambda2=0.4", 64, "0.7 + 0.4, which is more than 1"),
    ("evaluate --set reshuffle=maybe", 64, "true or false"),
    ("evaluate --grid width=8", 64, "--select"),
    ("evaluate --trials 3", 64, "--select"),
    ("evaluate --select --trials 0", 64, "--trials 0: expected 1 or more"),
    ("evaluate --select --grid widht=8", 64, "--grid widht=8: no hyper-parameter"),
    ("evaluate --select --grid pop.width=8", 64, "of pop is called \"width\""),
    ("evaluate --select --model autoseqrec --weights w", 64, "--weights and --select"),
    ("tune", 64, "--model"),
    ("tune --model autosekrec", 64, "did you mean autoseqrec?"),
    ("tune --model pop", 64, "nothing to select for pop"),
    ("tune --model markov --grid width=8", 64, "(there is none)"),
    ("tune --model sasrec --grid encoderRate=1", 64, "no hyper-parameter of sasrec"),
    ("tune --model sasrec --grid autoseqrec.width=8", 64, "none of the models sasrec"),
    ("tune --model autoseqrec --grid width", 64, "--grid"),
    ("tune --model autoseqrec --grid width=8,0", 64, "--grid width=0: expected a whole number"),
    ("tune --model autoseqrec --grid width=", 64, "--grid width=: expected a whole number"),
    ("tune --model autoseqrec --grid width=8,,9", 64, "--grid width=: expected a whole number"),
    ("tune --model autoseqrec --grid width=8 --grid width=9", 64, "width has a grid already"),
    ("tune --model autoseqrec --grid width=8 --set width=9", 64, "--config fixes width"),
    ("tune --model autoseqrec --grid rate=1 --set targetRate=1", 64, "--config fixes rate"),
    ("tune --model autoseqrec --grid epochs=8,9", 64, "(--set epochs=N says how many"),
    ("tune --model autoseqrec --grid lambda1=0.9 --grid lambda2=0.2", 64, "more than 1"),
    ("tune --model sasrec --grid heads=3,7", 64, "3 heads cannot share"),
    ("tune --model autoseqrec --grid width=8,9,8", 64, "8 is named twice"),
    ("train --model ease --output o --weights w", 64, "ease learns in one pass"),
    ("train --model itemknn --output o --checkpoint-every 1", 64, "itemknn learns in one pass"),
    ("train --model pop --output o --resume", 64, "--resume: pop learns in one pass"),
    ("tune --model autoseqrec --trials -1", 64, "--trials -1: expected 1"),
    (
      "tune --model autoseqrec --set width=8 --set rate=1 --set lambda1=0 --set lambda2=0", 64,
      "nothing"
    ),
    ("tune --model autoseqrec --negatives 50", 64, "belong to leave-one-out"),
    ("tune --model autoseqrec --data none.csv", 66, "no such file"),
    ("tune --model autoseqrec --output none/c.json", 73, "none/c.json"),
    ("tune --model autoseqrec --data log.csv --output log.csv", 64, "log.csv is named twice"),
    ("evaluate --seed 1 --seeds 1,2", 64, "exclude each other"),
    ("evaluate --seeds 1,1", 64, "named twice"),
    ("evaluate --seeds 1,x", 64, "--seeds"),
    ("evaluate --seed -1", 64, "'-1' is invalid for '--seed <n>'"),
    ("evaluate --seed", 64, "Missing value for '--seed <n>'"),
    ("evaluate --threads 0", 64, "--threads 0"),
    ("evaluate --threads -1", 64, "--threads -1: expected a number from 1"),
    ("evaluate --min-interactions -2", 64, "--min-interactions -2: expected 0 or more"),
    ("evaluate --columns user,item", 64, "--data"),
    ("evaluate --positive 4", 64, "--data"),
    ("describe --format sasrec", 64, "--data"),
    ("describe --data log.csv --positive nan", 64, "--positive nan: expected a finite number"),
    ("describe --data log.csv --positive -inf", 64, "--positive -inf"),
    ("describe --data log.csv --positive much", 64, "much"),
    ("describe --data log.csv --format parquet", 64, "parquet"),
    (
      "describe --data log.csv --format recbole --columns user,item", 64,
      "--columns: the format recbole says what its columns are"
    ),
    ("describe --data log.csv --format sasrec-histories --columns user,item", 64, "--columns"),
    ("describe --data log.csv --min-interactions -1", 64, "--min-interactions -1"),
    ("describe --data none.csv", 66, "none.csv: expected a file, found no such file"),
    ("describe --data .", 66, "found a folder"),
    ("recommend --user u1 --item-fields none.item", 66, "none.item: expected a file"),
    ("recommend --user u1 --item-fields .", 66, "found a folder"),
    ("evaluate --data log.csv --columns user,itm", 64, "\"itm\" (did you mean item"),
    ("evaluate --data log.csv --columns user,user", 64, "one user, one item"),
    ("evaluate --ranks r.csv", 64, "exactly one model and one seed, found 3 and 1"),
    ("evaluate --model pop --seeds 1,2 --ranks r.csv", 64, "found 1 and 2"),
    ("evaluate --save-weights w", 64, "exactly one model"),
    ("evaluate --weights w", 64, "exactly one model"),
    ("evaluate --model pop --save-weights w", 64, "the model pop has no weights"),
    ("evaluate --model pop --weights w", 64, "the model pop has no weights"),
    ("evaluate --model pop --json a --ranks a", 64, "a is named twice"),
    ("evaluate --model pop --data log.csv --ranks log.csv", 64, "log.csv is named twice"),
    (
      "evaluate --model pop,markov --preset paper-code", 64,
      "no preset of pop, markov is called \"paper-code\" (there is default)"
    ),
    (
      "evaluate --model pop,sasrec --preset movie", 64,
      "there is default, movielens, paper-code"
    ),
    ("evaluate --model autoseqrec --preset movielens", 64, "there is default, paper-code"),
    ("evaluate --model autoseqrec --set trendHalfLife=0.5", 64, "a number from 1"),
    ("evaluate --model sasrec --set norms=best", 64, "one of original, preNorm, postNorm"),
    ("evaluate --model sasrec --set heads=3", 64, "3 heads cannot share a width of 50"),
    ("evaluate --model sasrec --set trainNegatives=0", 64, "a whole number from 1"),
    ("evaluate --model sasrec --set validateEvery=0", 64, "a whole number from 1"),
    ("evaluate --model sasrec --set patience=0", 64, "a whole number from 1"),
    ("evaluate --model sasrec --set maxLength=0", 64, "a whole number from 1"),
    ("evaluate --model sasrec --set beta2=1", 64, "from 0 to below 1"),
    ("evaluate --model sasrec --set withReplacement=2", 64, "true or false"),
    ("evaluate --model sasrec --set lambda1=0", 64, "no hyper-parameter of sasrec"),
    ("evaluate --negatives 50", 64, "belong to leave-one-out"),
    ("evaluate --negatives-seed 1", 64, "belong to leave-one-out"),
    ("evaluate --negatives-rule distinct", 64, "belong to leave-one-out"),
    ("evaluate --protocol leave-one-out --negatives 7", 64, "'50', '99', '100'"),
    ("evaluate --protocol leave-one-out --negatives 0", 64, "--negatives"),
    ("evaluate --protocol leave-one-out --negatives-rule loose", 64, "loose"),
    ("evaluate --protocol leave-one-out --negatives-seed -1", 64, "'-1' is invalid"),
    ("evaluate --model sasrec --set initialization=zero", 64, "one of xavierNormal, xavierUniform"),
    ("evaluate --protocol leave-one-out --negatives all --negatives-seed 1", 64, "is drawn"),
    ("evaluate --protocol leave-one-out --seen keep", 64, "sampled negatives are never seen"),
    ("compare --model pop", 64, "--model"),
    ("compare --models poop", 64, "unknown model \"poop\" (did you mean pop?)"),
    ("compare --models pop,pop", 64, "the model pop is named twice"),
    ("compare --models pop,,markov", 64, "--models"),
    ("compare --models pop --seeds 1,1", 64, "named twice"),
    ("compare --models pop --resume", 64, "--resume goes on with the file of --json"),
    ("compare --models pop --negatives 50", 64, "belong to leave-one-out"),
    ("compare --models pop --json a --report a", 64, "a is named twice"),
    ("compare --models pop --data log.csv --report log.csv", 64, "log.csv is named twice"),
    ("compare --models pop --report none/r.html", 73, "none/r.html"),
    ("compare --models pop --report .", 73, "a regular file or none, found a folder"),
    ("compare --models pop --json none/a", 73, "none/a"),
    ("compare --models pop --data none.csv", 66, "no such file"),
    ("train", 64, "--model"),
    ("train --model sasrec", 64, "--output"),
    ("train --model pop --output o --weights w", 64, "--weights: the model pop has no weights"),
    ("train --model sasrec --output o --weights w", 66, "w: expected a file, found no such file"),
    ("evaluate --checkpoint c --seed 1", 64, "--checkpoint and --seed exclude each other"),
    ("evaluate --checkpoint c --weights w", 64, "--checkpoint and --weights exclude each other"),
    ("evaluate --checkpoint c --select", 64, "--checkpoint and --select exclude each other"),
    ("recommend --checkpoint c --all --preset tuned", 64, "--checkpoint and --preset exclude"),
    ("evaluate --checkpoint none", 66, "none: expected a folder with a checkpoint, found no such"),
    ("stream --checkpoint log.csv", 66, "expected a folder with a checkpoint, found a file"),
    (
      "export --checkpoint . --output e", 66, "./manifest.json: expected a file, found no such file"
    ),
    ("export --model pop --output e", 64, "export: the model pop has no embeddings"),
    ("export --model autoseqrec --output none/e", 73, "none/e"),
    ("recommend --all --user u1", 64, "expected either --user ID or --all"),
    ("recommend --all --output none/e", 73, "none/e"),
    ("recommend --all --data log.csv --output ./log.csv", 64, "is named twice"),
    ("train --model sasrec --output o --checkpoint-every 0", 64, "--checkpoint-every 0"),
    (
      "train --model sasrec --output o --checkpoint-every -1", 64,
      "--checkpoint-every -1: expected 1"
    ),
    ("train --model sasrc --output o", 64, "unknown model \"sasrc\" (did you mean sasrec?)"),
    ("train --model sasrec --output o --negatives 50", 64, "belong to leave-one-out"),
    ("train --model sasrec --output o --preset best", 64, "--preset best"),
    ("train --model sasrec --output o --resume", 66, "the state of a training, found no such file"),
    ("train --model sasrec --output . --resume", 66, "the state of a training, found no such file"),
    ("train --model sasrec --output o --data none.csv", 66, "no such file"),
    ("train --model sasrec --output log.csv", 73, "found a file"),
    ("train --model sasrec --output none/o", 73, "none/o"),
    ("recommend", 64, "--user"),
    ("recommend --user u1 --top 0", 64, "--top 0"),
    ("recommend --user u1 --model pop,markov", 64, "unknown model"),
    ("recommend --user u1 --top -3", 64, "--top -3: expected 1 or more"),
    ("recommend --user u1 --model sasrek", 64, "(did you mean sasrec?)"),
    ("stream --top 0", 64, "--top 0: expected 1 or more"),
    ("stream --top -3", 64, "--top -3: expected 1 or more"),
    ("evaluate --data none.csv", 66, "none.csv: expected a file, found no such file"),
    ("evaluate --data log.csv/x", 66, "no such file"),
    ("evaluate --data .", 66, "found a folder"),
    ("recommend --user u1 --data none.csv", 66, "no such file"),
    ("stream --data none.csv", 66, "no such file"),
    ("evaluate --model autoseqrec --weights none", 66, "none: expected a file, found no such file"),
    ("evaluate --model autoseqrec --weights .", 66, "folder"),
    ("evaluate --model pop --json none/a", 73, "none/a"),
    ("evaluate --model pop --json .", 73, "."),
    ("evaluate --model pop --ranks none/a", 73, "none/a"),
    ("evaluate --model pop --ranks .", 73, "a regular file or none, found a folder"),
    ("evaluate --model pop --ranks /dev/null", 73, "found something else"),
    ("evaluate --model autoseqrec --save-weights none/a", 73, "none/a"),
    ("evaluate --model autoseqrec --save-weights log.csv/a", 73, "log.csv/a"),
  ]

  @Test(arguments: refused)
  func isRefused(_ refused: (arguments: String, status: Int32, message: String)) throws {
    try Tool.inFolder { tool in
      try tool.write(Sample.csv(), to: "log.csv")
      let before = try FileManager.default.contentsOfDirectory(atPath: tool.folder.path)
      let outcome = try tool.run(refused.arguments.split(separator: " ").map(String.init))
      #expect(outcome.status == refused.status, "\(outcome.errors)")
      #expect(outcome.errors.hasPrefix("seqrec: "), "\(outcome.errors)")
      #expect(outcome.errors.contains(refused.message), "\(outcome.errors)")
      #expect(outcome.output.isEmpty)
      let after = try FileManager.default.contentsOfDirectory(atPath: tool.folder.path)
      #expect(Set(after).subtracting(before) == ["in.txt", "out.txt", "err.txt"])
      #expect(try tool.text("log.csv") == Sample.csv())
    }
  }

  @Test(arguments: [
    "", "--help", "compare --help", "evaluate --help", "tune --help", "train --help",
    "recommend --help", "stream --help", "describe --help", "export --help",
  ])
  func helpHasAnExample(_ arguments: String) throws {
    try Tool.inFolder { tool in
      let outcome = try tool.run(arguments.split(separator: " ").map(String.init))
      #expect(outcome.status == 0)
      #expect(outcome.output.contains("EXAMPLE: "))
      #expect(outcome.errors.isEmpty)
    }
  }

  @Test func versionIsOneLine() throws {
    try Tool.inFolder { tool in
      let outcome = try tool("--version")
      #expect(outcome.output == "0.1.0\n")
    }
  }
}
