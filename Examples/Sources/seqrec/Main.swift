import SeqRecCommands

@main
enum Main {
  static func main() async {
    await SeqRecTool.runAndExit()
  }
}
