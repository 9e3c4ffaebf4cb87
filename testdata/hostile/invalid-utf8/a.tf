resource "aws_vpc" "ÿþ" {}
