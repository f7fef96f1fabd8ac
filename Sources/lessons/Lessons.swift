import ArgumentParser
import LessonKit

@main struct Lessons: ParsableCommand {}
