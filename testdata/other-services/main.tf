# Nothing here has to do with a network interface, and an equals sign is missing.
resource "aws_s3_bucket" "logs" {
  bucket "logs"
}
